export function ImportDrawer() {
  return null
}
