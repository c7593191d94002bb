package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

//nolint:paralleltest // what others run would load the program again
func TestTheProgramIsForgottenAndGoesOn(t *testing.T) {
	resident := func() (kb int) {
		f, err := os.Open("/proc/self/status")
		require.NoError(t, err)
		defer func() { _ = f.Close() }()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if n, found := strings.CutPrefix(lines.Text(), "RssFile:"); found {
				_, err := fmt.Sscanf(n, "%d kB", &kb)
				require.NoError(t, err)
			}
		}
		return kb
	}
	before := resident()
	require.NoError(t, forgetProgram())
	require.Less(t, resident(), before)
}

func TestMappingsAreRead(t *testing.T) {
	t.Parallel()
	smaps := `00400000-022e2000 r-xp 00001000 fe:00 99 /opt/my program
Size:              31624 kB
Anonymous:             0 kB
VmFlags: rd ex mr mw me
0435b000-04460000 rw-p 03f5b000 fe:00 99 /opt/my program
Size:               1044 kB
Anonymous:           264 kB
VmFlags: rd wr mr mw me ac
7ffe10000000-7ffe10021000 rw-p 00000000 00:00 0
Anonymous:            12 kB
VmFlags: rd wr
`
	want := []mapping{
		{0x400000, 0x22e2000, "r-xp", "/opt/my program", 0},
		{0x435b000, 0x4460000, "rw-p", "/opt/my program", 264},
		{0x7ffe10000000, 0x7ffe10021000, "rw-p", "", 12},
	}
	lines := bufio.NewScanner(strings.NewReader(smaps))
	for _, w := range want {
		got, err := nextMapping(lines)
		require.NoError(t, err)
		require.Equal(t, &w, got)
	}
	got, err := nextMapping(lines)
	require.NoError(t, err)
	require.Nil(t, got)
	for _, rubbish := range []string{"Size: 4 kB\n", "zz-yy r-xp\n", "00400000-022e2000 r-xp 0 fe:00 9 x\nAnonymous: many kB\n"} {
		_, err := nextMapping(bufio.NewScanner(strings.NewReader(rubbish)))
		require.Error(t, err, rubbish)
	}
}
