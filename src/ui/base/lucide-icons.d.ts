/** Types of lucide's single icon files; importing them one by one keeps unbundled tests fast. */
declare module 'lucide/dist/esm/icons/*.mjs' {
  type IconNode = readonly (readonly [string, Readonly<Record<string, string | number>>])[];
  const icon: IconNode;
  export default icon;
}
