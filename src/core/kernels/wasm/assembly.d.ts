/** scripts/kernels-wasm.mjs compiles AssemblyScript that is imported so. */
declare module '*.ts?simd' {
  const binary: Uint8Array<ArrayBuffer>;
  export default binary;
}

/** The same with relaxed SIMD: fused multiply-add. */
declare module '*.ts?relaxed' {
  const binary: Uint8Array<ArrayBuffer>;
  export default binary;
}
