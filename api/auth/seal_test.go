package auth_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/auth"
)

func TestASealedSecretOpensUnderItsNameAndOurKeysAlone(t *testing.T) {
	t.Parallel()
	keys := auth.NewKeys()
	s := keys.Sealer()
	sealed := s.Seal("idk_1", []byte("a secret"))
	require.NotContains(t, sealed, "secret")
	require.NotEqual(t, sealed, s.Seal("idk_1", []byte("a secret")))
	secret, err := keys.Sealer().Unseal("idk_1", sealed)
	require.NoError(t, err)
	require.Equal(t, "a secret", string(secret))
	for name, open := range map[string]func() ([]byte, error){
		"another name":   func() ([]byte, error) { return s.Unseal("idk_2", sealed) },
		"other keys":     func() ([]byte, error) { return auth.NewKeys().Sealer().Unseal("idk_1", sealed) },
		"another text":   func() ([]byte, error) { return s.Unseal("idk_1", altered(sealed)) },
		"a short text":   func() ([]byte, error) { return s.Unseal("idk_1", "AAAA") },
		"no text at all": func() ([]byte, error) { return s.Unseal("idk_1", "!") },
	} {
		_, err := open()
		require.Error(t, err, name)
	}
}

// altered is text with another first character: it may begin with any.
func altered(text string) string {
	if text[0] == 'A' {
		return "B" + text[1:]
	}
	return "A" + text[1:]
}

func TestAnAddressRangeHasOneName(t *testing.T) {
	t.Parallel()
	keys := auth.NewKeys()
	name := keys.Networks([]netip.Prefix{netip.MustParsePrefix("198.51.100.0/24")})
	require.NotEmpty(t, name("203.0.113.7"))
	require.Equal(t, name("203.0.113.7"), name("203.0.113.200"))
	require.Equal(t, name("203.0.113.7"), name("::ffff:203.0.113.8"))
	require.NotEqual(t, name("203.0.113.7"), name("203.0.114.7"))
	require.Equal(t, name("2001:db8:1:2::3"), name("2001:db8:1:ffff::1"))
	require.NotEqual(t, name("2001:db8:1:2::3"), name("2001:db8:2:2::3"))
	require.NotEqual(t, name("203.0.113.7"), auth.NewKeys().Networks(nil)("203.0.113.7"), "nobody else can make the name")
	for _, ip := range []string{"127.0.0.1", "::1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "fd00::1", "fe80::1", "169.254.1.1", "0.0.0.0", "", "no address", "198.51.100.9"} {
		require.Empty(t, name(ip), ip)
	}
}
