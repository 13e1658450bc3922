export function CopyDrawer() {
  return null
}
