/**
 * @file What a backend computes: every operation of the model as plain functions forward and backward, without a tape. The files beside
 * this one (`linear.ts`, `attention.ts`, …) join them to gradients and are what model code calls. Three sets exist: `reference/` in tfjs
 * compositions for any backend, `wasm/` and `webgpu/` of our own. A set may lack nothing: it takes from the reference what it does not
 * do itself. Dimension letters: M rows, K inputs, N outputs of a linear layer; B samples, T tokens, H heads, D width, C classes.
 * Every tensor returned is owned by the caller; none of the given ones is changed or freed, unless said so.
 */
import type * as tf from '../tensor/tf.ts';

export type Activation = 'gelu' | 'relu';

export interface AdamState {
  m: tf.Tensor;
  v: tf.Tensor;
}

/** One update of AdamW, see `adamw.ts`. */
export interface AdamStep {
  /** Number of this update, from 1. */
  step: number;
  /** η of this parameter at this step. */
  learningRate: number;
  weightDecay: number;
}

/** One linear layer with a pathway; all of [out, in]. */
export interface CrossModalLinear {
  weight: tf.Tensor;
  aux: tf.Tensor;
  /** λ, [1], or [k] for k equal groups of rows. */
  scale: tf.Tensor;
}

/** A result, and what its gradient will need. Each set saves what suits it. */
export interface Forward {
  y: tf.Tensor;
  saved: tf.Tensor[];
}

export interface KernelSet {
  /** Which set this is, for messages and the badge. */
  readonly name: 'reference' | 'wasm' | 'webgpu';

  /** x [M, K] · weightᵀ [N, K] + bias [N] + residual [M, N] → [M, N]. */
  linear(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor | null, residual: tf.Tensor | null): tf.Tensor;
  /** dy [M, N] · weight [N, K] → [M, K]. */
  linearInputGradient(dy: tf.Tensor, weight: tf.Tensor): tf.Tensor;
  /** dyᵀ [N, M] · x [M, K] → [N, K], and, where it is wanted, Σ dy over rows → [N]. */
  linearWeightGradient(dy: tf.Tensor, x: tf.Tensor, withBias: boolean): { weight: tf.Tensor; bias: tf.Tensor | null };

  /** activation(x·weightᵀ + bias) → [M, N]. */
  linearActivation(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor | null, activation: Activation): Forward;
  /** dy ∘ activation′ → [M, N], from what `linearActivation` saved. */
  activationGradient(dy: tf.Tensor, saved: readonly tf.Tensor[], activation: Activation): tf.Tensor;

  /** γ·(x − mean)/√(variance + eps) + β over rows of x [M, D]. */
  layerNorm(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, eps: number): Forward;
  layerNormGradient(dy: tf.Tensor, saved: readonly tf.Tensor[]): { x: tf.Tensor; gamma: tf.Tensor; beta: tf.Tensor };

  /** Packed qkv [B·T, 3D] → [B·T, D]. */
  attention(qkv: tf.Tensor, batch: number, heads: number): Forward;
  attentionGradient(dy: tf.Tensor, saved: readonly tf.Tensor[], batch: number, heads: number): tf.Tensor;

  /** Mean over samples of −Σ t·log softmax(z), and its gradient by z, [B, C]. */
  crossEntropy(logits: tf.Tensor, targets: tf.Tensor): { loss: tf.Tensor; gradient: tf.Tensor };

  /** Mean over the tokens of each sample, [B·T, D] → [B, D]. */
  meanPool(x: tf.Tensor, batch: number): tf.Tensor;
  /** dy [B, D] / T to every token, [B·T, D]. */
  meanPoolGradient(dy: tf.Tensor, tokens: number): tf.Tensor;
  /** Maximum over the rows of each group, [G·R, D] → [G, D]. */
  maxPool(x: tf.Tensor, groups: number): Forward;
  /** dy [G, D] to the largest row of each group, shared evenly among equal ones, [G·R, D]. */
  maxPoolGradient(dy: tf.Tensor, saved: readonly tf.Tensor[], groups: number): tf.Tensor;

  /** W + λ·W_aux of every layer. */
  merge(layers: readonly CrossModalLinear[]): tf.Tensor[];
  /** ∂λ = ⟨G, W_aux⟩ of every layer from G = ∂L/∂Ŵ, each of its λ's shape. */
  mergeScaleGradients(layers: readonly CrossModalLinear[], gradients: readonly tf.Tensor[]): tf.Tensor[];

  /**
   * √Σ‖g‖² over all, a scalar.
   */
  globalNorm(gradients: readonly tf.Tensor[]): tf.Tensor;
  /**
   * One AdamW update with gradient·gradientScale (a scalar). Consumes `param` and `state`: each is either changed in place and
   * returned, or freed and replaced. `gradient` stays the caller's.
   */
  adamw(
    param: tf.Tensor,
    gradient: tf.Tensor,
    state: AdamState,
    gradientScale: tf.Tensor,
    step: AdamStep,
  ): [param: tf.Tensor, state: AdamState];
}
