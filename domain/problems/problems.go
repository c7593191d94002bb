// Package problems turns what conversations show into changes of the brand.
package problems
