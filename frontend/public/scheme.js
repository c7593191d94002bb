// Sets the chosen colour scheme before the first paint, so that nothing flashes. Unknown or blocked storage: the system's choice.
try {
  var scheme = localStorage.getItem('kenner.scheme')
  if (scheme === 'light' || scheme === 'dark') document.documentElement.dataset.mantineColorScheme = scheme
} catch (error) {
  document.documentElement.removeAttribute('data-mantine-color-scheme')
}
