/**
 * @file Multi-head softmax attention on packed qkv: S = q·kᵀ/√Dh, P = softmax(S), out = P·v; dv = Pᵀ·dout, dP = dout·vᵀ,
 * dS = P∘(dP − rowsum(dP∘P)), dq = dS·k/√Dh, dk = dSᵀ·q/√Dh. Holds P, [B, H, T, T], for the gradient.
 */
import * as tf from '../../tensor/tf.ts';
import type { Forward } from '../kernel-set.ts';
import { matmulHeads } from './matmul.ts';

/** Rows from which tfjs-webgpu's softmax is wrong (softmax_webgpu.ts lacks a bounds check when it reshapes the dispatch). */
const SOFTMAX_ROWS_LIMIT = 65535;

export function attention(qkv: tf.Tensor, batch: number, heads: number): Forward {
  const tokens = (qkv.shape[0] as number) / batch;
  const width = (qkv.shape[1] as number) / 3 / heads;
  const [y, ...saved] = tf.tidy(() => {
    const [q, k, v] = unpack(qkv, batch, tokens, heads, width);
    const p = softmaxRows(tf.mul(matmulHeads(q, k, false, true), width ** -0.5)); // [B, H, T, T]
    return [joinHeads(matmulHeads(p, v), batch, tokens), q, k, v, p];
  }) as [tf.Tensor, ...tf.Tensor[]];
  return { y, saved };
}

export function attentionGradient(dy: tf.Tensor, saved: readonly tf.Tensor[], batch: number, heads: number): tf.Tensor {
  return tf.tidy(() => {
    const [q, k, v, p] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const [, , tokens, width] = q.shape as [number, number, number, number];
    const dOut = tf.transpose(tf.reshape(dy, [batch, tokens, heads, width]), [0, 2, 1, 3]); // [B, H, T, Dh]
    const dv = matmulHeads(p, dOut, true, false);
    const dp = matmulHeads(dOut, v, false, true);
    const ds = tf.mul(width ** -0.5, tf.mul(p, tf.sub(dp, tf.sum(tf.mul(dp, p), -1, true))));
    const dq = matmulHeads(ds, k);
    const dk = matmulHeads(ds, q, true, false);
    return joinHeads(tf.concat([dq, dk, dv], 1), batch, tokens); // [B·T, 3D]
  });
}

/** [B·T, 3D] → q, k, v, each [B, H, T, Dh]. One 4-D transpose: higher ranks are 300 times slower on wasm. */
function unpack(qkv: tf.Tensor, batch: number, tokens: number, heads: number, width: number): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const byHead = tf.transpose(tf.reshape(qkv, [batch, tokens, 3 * heads, width]), [0, 2, 1, 3]); // [B, 3H, T, Dh]
  const part = (index: number) => tf.slice(byHead, [0, index * heads, 0, 0], [batch, heads, tokens, width]);
  return [part(0), part(1), part(2)];
}

/** [B, H, T, Dh] → [B·T, H·Dh]. */
function joinHeads(x: tf.Tensor, batch: number, tokens: number): tf.Tensor {
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch * tokens, -1]);
}

function softmaxRows(x: tf.Tensor): tf.Tensor {
  if (x.size / (x.shape.at(-1) as number) <= SOFTMAX_ROWS_LIMIT) return tf.softmax(x);
  const exp = tf.exp(tf.sub(x, tf.max(x, -1, true)));
  return tf.div(exp, tf.sum(exp, -1, true));
}
