/**
 * @file Parameter names of the encoder: timm's, plus M2PT's `aux_weight` and `cross_modal_scale`
 * beside the target's (as the authors' released checkpoints call them).
 */
import type { LinearName } from '../../config/run-config.ts';

/** Path of a linear inside its block. */
export const LINEAR_PATH: Readonly<Record<LinearName, string>> = { qkv: 'attn.qkv', proj: 'attn.proj', fc1: 'mlp.fc1', fc2: 'mlp.fc2' };

/** `blocks.3.attn.qkv` */
export function linearName(block: number, linear: LinearName): string {
  return `blocks.${block}.${LINEAR_PATH[linear]}`;
}

export function weightName(linear: string): string {
  return `${linear}.weight`;
}
export function biasName(linear: string): string {
  return `${linear}.bias`;
}
export function auxName(linear: string): string {
  return `${linear}.aux_weight`;
}
export function scaleName(linear: string): string {
  return `${linear}.cross_modal_scale`;
}

export function isScale(name: string): boolean {
  return name.endsWith('.cross_modal_scale');
}
export function isAux(name: string): boolean {
  return name.endsWith('.aux_weight');
}

/** The linears that carry a λ in these parameters, in model order. */
export function linkedLinears(params: Record<string, unknown>): string[] {
  return Object.keys(params)
    .filter(isScale)
    .map((name) => name.slice(0, -'.cross_modal_scale'.length));
}

/** Name of each λ as people see it: `blocks.0.attn.qkv`, or `blocks.0.attn.qkv.q` … when it is split. */
export function lambdaNames(params: Record<string, { shape: readonly number[] }>): string[] {
  return linkedLinears(params).flatMap((linear) => {
    const count = params[scaleName(linear)]!.shape[0] as number;
    return count === 1 ? [linear] : ['q', 'k', 'v'].map((part) => `${linear}.${part}`);
  });
}

/** Statistics that a batch norm has gathered: kept as they are, never trained. */
export function isRunningStatistic(name: string): boolean {
  return name.endsWith('.running_mean') || name.endsWith('.running_var');
}

/** Prefix tokens and positions of every family: `cls_token`, `dist_token`, `cls_pos`, `pos_embed`, `pos_embed.0.weight` … */
export function isTokenOrPosition(name: string): boolean {
  return /^(?:(?:cls|dist)_(?:token|pos)$|pos_embed(?:\.|$))/.test(name);
}

/** Layer of the layer-wise learning-rate decay: 0 tokenizer, prefix and positions, i+1 block i, depth+1 final norm and head. */
export function layerIndex(name: string, depth: number): number {
  const block = /^blocks\.(\d+)\./.exec(name);
  if (block) return Number(block[1]) + 1;
  return name.startsWith('patch_embed.') || isTokenOrPosition(name) ? 0 : depth + 1;
}
