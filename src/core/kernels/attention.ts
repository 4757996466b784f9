/**
 * @file Multi-head softmax attention on packed qkv: S = q·kᵀ/√Dh, P = softmax(S), out = P·v, with one
 * custom gradient: dv = Pᵀ·dout, dP = dout·vᵀ, dS = P∘(dP − rowsum(dP∘P)), dq = dS·k/√Dh, dk = dSᵀ·q/√Dh.
 * Packed rows are ordered q|k|v, each head-major, as PyTorch's fused qkv is.
 */
import * as tf from '../tensor/tf.ts';
import { matmulHeads } from './matmul.ts';

/** Rows from which tfjs-webgpu's softmax is wrong (softmax_webgpu.ts lacks a bounds check when it reshapes the dispatch). */
const SOFTMAX_ROWS_LIMIT = 65535;

/**
 * @param qkv [B·N, 3D]
 * @param numHeads H, a divisor of D
 * @returns [B·N, D], owned by the caller
 */
export function attention(qkv: tf.Tensor, batch: number, numHeads: number): tf.Tensor2D {
  const tokens = (qkv.shape[0] as number) / batch;
  const headWidth = (qkv.shape[1] as number) / 3 / numHeads;
  const scale = headWidth ** -0.5;
  return tf.customGrad((input, save) => {
    const [q, k, v] = unpack(input as tf.Tensor, batch, tokens, numHeads, headWidth);
    const p = softmaxRows(tf.mul(matmulHeads(q, k, false, true), scale)); // [B, H, N, N]
    (save as tf.GradSaveFunc)([q, k, v, p]);
    return {
      value: joinHeads(matmulHeads(p, v), batch, tokens),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        tf.tidy(() => {
          const [q, k, v, p] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
          const dOut = tf.transpose(tf.reshape(dy, [batch, tokens, numHeads, headWidth]), [0, 2, 1, 3]); // [B, H, N, Dh]
          const dv = matmulHeads(p, dOut, true, false);
          const dp = matmulHeads(dOut, v, false, true);
          const ds = tf.mul(scale, tf.mul(p, tf.sub(dp, tf.sum(tf.mul(dp, p), -1, true))));
          const dq = matmulHeads(ds, k);
          const dk = matmulHeads(ds, q, true, false);
          return joinHeads(tf.concat([dq, dk, dv], 1), batch, tokens); // [B·N, 3D]
        }),
    };
  })(qkv) as tf.Tensor2D;
}

/** [B·N, 3D] → q, k, v, each [B, H, N, Dh]. One 4-D transpose: higher ranks are 300 times slower on wasm. */
function unpack(qkv: tf.Tensor, batch: number, tokens: number, heads: number, width: number): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const byHead = tf.transpose(tf.reshape(qkv, [batch, tokens, 3 * heads, width]), [0, 2, 1, 3]); // [B, 3H, N, Dh]
  const part = (index: number) => tf.slice(byHead, [0, index * heads, 0, 0], [batch, heads, tokens, width]);
  return [part(0), part(1), part(2)];
}

/** [B, H, N, Dh] → [B·N, H·Dh]. */
function joinHeads(x: tf.Tensor, batch: number, tokens: number): tf.Tensor {
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch * tokens, -1]);
}

function softmaxRows(x: tf.Tensor): tf.Tensor {
  if (x.size / (x.shape.at(-1) as number) <= SOFTMAX_ROWS_LIMIT) return tf.softmax(x);
  const exp = tf.exp(tf.sub(x, tf.max(x, -1, true)));
  return tf.div(exp, tf.sum(exp, -1, true));
}
