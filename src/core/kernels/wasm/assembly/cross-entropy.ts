/**
 * @file Mean softmax cross-entropy against soft targets, L = −1/B·Σ t·log softmax(z), and its gradient (p − t)/B, one pass over the rows.
 * Rows are shifted by their maximum; the loss is summed in float64. Tolerance against the reference, which sums in float32: 5e-6 relative.
 */
import { exp1 } from './exp';

// @ts-ignore: decorator
@external("env", "log")
declare function log(x: f64): f64;

/** @returns the loss; NaN where a logit is */
export function crossEntropy(logits: usize, targets: usize, gradient: usize, rows: i32, classes: i32): f64 {
  const share = <f32>1 / <f32>rows;
  let loss: f64 = 0;
  for (let row = 0; row < rows; row++) {
    let most = f32.load(logits);
    for (let i = 1; i < classes; i++) most = max<f32>(most, f32.load(logits + 4 * i));
    let total: f64 = 0;
    for (let i = 0; i < classes; i++) {
      const e = exp1(f32.load(logits + 4 * i) - most);
      f32.store(gradient + 4 * i, e);
      total += e;
    }
    const logTotal = log(total);
    const factor = <f32>(1 / total);
    for (let i = 0; i < classes; i++) {
      const target = f32.load(targets + 4 * i);
      loss += (<f64>target) * (logTotal - <f64>(f32.load(logits + 4 * i) - most));
      f32.store(gradient + 4 * i, (f32.load(gradient + 4 * i) * factor - target) * share);
    }
    logits += 4 * classes;
    targets += 4 * classes;
    gradient += 4 * classes;
  }
  return loss / <f64>rows;
}
