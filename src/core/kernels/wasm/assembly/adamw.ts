/**
 * @file One AdamW update (Loshchilov & Hutter 2019, algorithm 2, as torch.optim.AdamW orders it), each value read and written once:
 * g ← g·gradientScale; m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; p ← p·keep − rate·m/(√v·toV + ε) with keep = 1 − η·wd,
 * rate = η/(1 − β₁ᵗ), toV = 1/√(1 − β₂ᵗ). Results may lie where the values are. Tolerance against the reference: 2e-6 of the norm after ten steps.
 */

export function adamw(
  param: usize, gradient: usize, m: usize, v: usize, gradientScale: usize,
  newParam: usize, newM: usize, newV: usize,
  size: i32, beta1: f64, beta2: f64, epsilon: f32, keep: f32, rate: f32, toV: f32,
): void {
  const scale = f32.load(gradientScale);
  const oldM = <f32>beta1;
  const intoM = <f32>(1 - beta1);
  const oldV = <f32>beta2;
  const intoV = <f32>(1 - beta2);
  const scales = f32x4.splat(scale);
  const oldMs = f32x4.splat(oldM);
  const intoMs = f32x4.splat(intoM);
  const oldVs = f32x4.splat(oldV);
  const intoVs = f32x4.splat(intoV);
  const epsilons = f32x4.splat(epsilon);
  const keeps = f32x4.splat(keep);
  const rates = f32x4.splat(rate);
  const toVs = f32x4.splat(toV);
  const whole = size & -4;
  for (let i = 0; i < whole; i += 4) {
    const at = 4 * <usize>i;
    const g = f32x4.mul(v128.load(gradient + at), scales);
    const mean = f32x4.add(f32x4.mul(v128.load(m + at), oldMs), f32x4.mul(g, intoMs));
    const square = f32x4.add(f32x4.mul(v128.load(v + at), oldVs), f32x4.mul(f32x4.mul(g, g), intoVs));
    const move = f32x4.mul(f32x4.div(mean, f32x4.add(f32x4.mul(f32x4.sqrt(square), toVs), epsilons)), rates);
    v128.store(newParam + at, f32x4.sub(f32x4.mul(v128.load(param + at), keeps), move));
    v128.store(newM + at, mean);
    v128.store(newV + at, square);
  }
  for (let i = whole; i < size; i++) {
    const at = 4 * <usize>i;
    const g = f32.load(gradient + at) * scale;
    const mean = f32.load(m + at) * oldM + g * intoM;
    const square = f32.load(v + at) * oldV + g * g * intoV;
    f32.store(newParam + at, f32.load(param + at) * keep - (mean / (sqrt<f32>(square) * toV + epsilon)) * rate);
    f32.store(newM + at, mean);
    f32.store(newV + at, square);
  }
}
