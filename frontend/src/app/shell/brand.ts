interface Colours {
  name: string
  hue: number
  strength: number
}

/** applyBrand sets the two colour variables that a brand may change. Strength never passes 0.16, so contrast holds. */
export function applyBrand(brand: Colours | undefined) {
  if (!brand) return
  const style = document.documentElement.style
  style.setProperty('--brand-h', String(brand.hue))
  style.setProperty('--brand-c', String(Math.min(0.16, Math.max(0, brand.strength))))
  document.title = brand.name
}
