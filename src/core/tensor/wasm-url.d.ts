/** Vite gives the served address of a file that is imported with `?url`. */
declare module '*.wasm?url' {
  const url: string;
  export default url;
}
