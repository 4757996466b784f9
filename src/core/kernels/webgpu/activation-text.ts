/**
 * @file Activations as WGSL functions on f32. GELU is exact, x·Φ(x), Φ(x) = ½(1 + erf(x/√2)); erf by Abramowitz & Stegun
 * 7.1.26, absolute error below 1.5e-7 in exact arithmetic and 5e-7 in f32. No clamp: NaN stays NaN.
 */
export const GELU = `
fn erf(x: f32) -> f32 {
  let a = abs(x);
  let t = 1.0 / (1.0 + 0.3275911 * a);
  let tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * exp(-a * a);
  return select(1.0 - tail, tail - 1.0, x < 0.0);
}
fn gelu(x: f32) -> f32 { return 0.5 * x * (1.0 + erf(0.70710678118 * x)); }
fn geluSlope(x: f32) -> f32 { return 0.5 * (1.0 + erf(0.70710678118 * x)) + x * 0.39894228040 * exp(-0.5 * x * x); }`;

/** 0 at 0, as PyTorch's; NaN is not larger than 0 and must not become it. */
export const RELU = 'fn relu(x: f32) -> f32 { return select(x, 0.0, x <= 0.0); }';
