/**
 * @file The encoder as an ONNX graph of opset 17: patches, prefix tokens, pre-norm blocks, pooling, head. The same
 * equations as `m2pt/encoder.ts` (ViT, Dosovitskiy et al. 2021); parameters keep timm's names and layout, [out, in].
 * Dimension letters: B batch, N tokens with the prefix, D width, H heads, Dh head width, C classes.
 */
import type { EncoderConfig, PatchTokenizer, TubeletTokenizer } from '../../m2pt/encoder-config.ts';
import { tokenCount } from '../../m2pt/plain-shape.ts';
import { sinusoidPositions } from '../../nn/positions.ts';
import { unsupported } from '../timm-layout.ts';
import { GraphWriter } from './graph.ts';

/** First opset with LayerNormalization; everything here runs in onnxruntime-web. */
export const OPSET = 17;
export const INPUT = 'pixel_values';
export const OUTPUT = 'logits';

/**
 * @returns nodes and constants that take `pixel_values` [B, …sampleAxes] to `logits` [B, C]; B is free
 * @throws PlaygroundError `export-unsupported` for a tokenizer, positions, pooling or head that is not trained on the page
 */
export function encoderGraph(config: EncoderConfig): GraphWriter {
  const { tokenizer, positions, head } = config;
  if (tokenizer.kind === 'points') throw unsupported(config.name, 'ONNX', 'groups of neighbouring points');
  if (tokenizer.kind === 'patch' && tokenizer.transposed)
    throw unsupported(config.name, 'ONNX', 'samples that are turned before they are cut');
  if (positions === 'mlp') throw unsupported(config.name, 'ONNX', `${positions} positions`);
  if (head !== 'linear' && head !== 'distilled') throw unsupported(config.name, 'ONNX', `a head of kind ${head}`);
  const graph = new GraphWriter();
  graph.scalar('half', 0.5);
  graph.scalar('one', 1);
  graph.scalar('sqrt_2', Math.SQRT2);
  graph.scalar('attention_scale', (config.embedDim / config.numHeads) ** -0.5);
  let x = tokens(graph, config, tokenizer); // [B·N, D]
  for (let i = 0; i < config.depth; i++) x = block(graph, config, `blocks.${i}`, x);
  if (config.finalNorm === 'norm') x = norm(graph, 'norm', x, config.finalNormEps);
  const all = graph.node('Reshape', 'tokens', [x, graph.integers(-1, length(config), config.embedDim)]); // [B, N, D]
  if (head === 'linear') linear(graph, 'head', pooled(graph, config, all), OUTPUT);
  else distilledHead(graph, config, all);
  return graph;
}

/** Axes of one sample: [C, H, W], or [T, C, H, W] for clips. */
export function sampleAxes({ tokenizer }: Pick<EncoderConfig, 'tokenizer'>): number[] {
  if (tokenizer.kind === 'points') return [];
  return [...(tokenizer.kind === 'tubelet' ? [tokenizer.frames] : []), tokenizer.inChannels, ...tokenizer.inputSize];
}

function length(config: EncoderConfig): number {
  return tokenCount(config) + config.prefixTokens.length;
}

/** `pixel_values` → tokens with positions, [B·N, D]. */
function tokens(graph: GraphWriter, config: EncoderConfig, tokenizer: PatchTokenizer | TubeletTokenizer): string {
  const isClip = tokenizer.kind === 'tubelet';
  const input = isClip ? graph.node('Transpose', 'channels_first', [INPUT], { perm: [0, 2, 1, 3, 4] }) : INPUT; // [B, C, (T,) H, W]
  const patches = graph.node('Conv', 'patch_embed.proj', [input, 'patch_embed.proj.weight', 'patch_embed.proj.bias'], {
    kernel_shape: isClip ? tokenizer.tubeletSize : tokenizer.patchSize,
    strides: isClip ? tokenizer.tubeletSize : tokenizer.stride,
  }); // [B, D, (frames,) rows, columns]
  const flat = graph.node('Reshape', 'patch_embed.flat', [patches, graph.integers(0, config.embedDim, -1)]);
  let x = graph.node('Transpose', 'patch_embed', [flat], { perm: [0, 2, 1] }); // [B, patches, D]
  if (config.prefixTokens.length) {
    const shape = graph.node('Shape', 'input_shape', [INPUT]);
    const batch = graph.node('Slice', 'batch_size', [shape, graph.integers(0), graph.integers(1)]);
    const each = graph.node('Concat', 'once_per_sample', [batch, graph.integers(1, 1)], { axis: 0 }); // [B, 1, 1]
    const prefix = config.prefixTokens.map((token) => graph.node('Expand', `${token}_tokens`, [`${token}_token`, each]));
    x = graph.node('Concat', 'with_prefix', [...prefix, x], { axis: 1 });
  }
  const table = config.positions === 'learned' ? 'pos_embed' : positionTable(graph, config);
  const placed = graph.node('Add', 'with_positions', [x, table]); // [B, N, D]
  return graph.node('Reshape', 'rows', [placed, graph.integers(-1, config.embedDim)]);
}

/** VideoMAE's fixed table as a constant. */
function positionTable(graph: GraphWriter, config: EncoderConfig): string {
  return graph.floats('positions', [1, length(config), config.embedDim], sinusoidPositions(length(config), config.embedDim));
}

/** [B·N, D] → [B·N, D]: x + attn(norm1(x)), then x + mlp(norm2(x)). */
function block(graph: GraphWriter, config: EncoderConfig, name: string, x: string): string {
  const first = norm(graph, `${name}.norm1`, x, config.layerNormEps);
  const attended = graph.node('Add', `${name}.after_attn`, [x, attention(graph, config, `${name}.attn`, first)]);
  const second = norm(graph, `${name}.norm2`, attended, config.layerNormEps);
  const hidden = gelu(graph, `${name}.mlp.act`, linear(graph, `${name}.mlp.fc1`, second));
  return graph.node('Add', name, [attended, linear(graph, `${name}.mlp.fc2`, hidden)]);
}

/** [B·N, D] → [B·N, D]. Rows of qkv are q, k, v, each head-major. */
function attention(graph: GraphWriter, config: EncoderConfig, name: string, x: string): string {
  const { embedDim, numHeads, qkvBias } = config;
  const packed = linear(graph, `${name}.qkv`, x, undefined, qkvBias); // [B·N, 3D]
  const shape = graph.integers(-1, length(config), 3, numHeads, embedDim / numHeads);
  const byToken = graph.node('Reshape', `${name}.packed`, [packed, shape]); // [B, N, 3, H, Dh]
  const byHead = graph.node('Transpose', `${name}.by_head`, [byToken], { perm: [2, 0, 3, 1, 4] }); // [3, B, H, N, Dh]
  const [q, k, v] = ['q', 'k', 'v'].map((part, i) => graph.node('Gather', `${name}.${part}`, [byHead, graph.index(i)], { axis: 0 }));
  const scaled = graph.node('Mul', `${name}.q_scaled`, [q!, 'attention_scale']);
  const turned = graph.node('Transpose', `${name}.k_turned`, [k!], { perm: [0, 1, 3, 2] });
  const scores = graph.node('MatMul', `${name}.scores`, [scaled, turned]); // [B, H, N, N]
  const weights = graph.node('Softmax', `${name}.weights`, [scores], { axis: -1 });
  const mixed = graph.node('MatMul', `${name}.mixed`, [weights, v!]); // [B, H, N, Dh]
  const joined = graph.node('Transpose', `${name}.joined`, [mixed], { perm: [0, 2, 1, 3] });
  return linear(graph, `${name}.proj`, graph.node('Reshape', `${name}.rows`, [joined, graph.integers(-1, embedDim)]));
}

/** x·Wᵀ + b for x [M, in]. @param output name of the value, where it is not the module's */
function linear(graph: GraphWriter, name: string, x: string, output = name, bias = true): string {
  const inputs = [x, `${name}.weight`, ...(bias ? [`${name}.bias`] : [])];
  return graph.node('Gemm', output, inputs, { transB: 1 });
}

function norm(graph: GraphWriter, name: string, x: string, eps: number): string {
  return graph.node('LayerNormalization', name, [x, `${name}.weight`, `${name}.bias`], { axis: -1, epsilon: { float: eps } });
}

/** x·½·(1 + erf(x/√2)), spelled out: the operator Gelu needs opset 20. */
function gelu(graph: GraphWriter, name: string, x: string): string {
  const erf = graph.node('Erf', `${name}.erf`, [graph.node('Div', `${name}.scaled`, [x, 'sqrt_2'])]);
  const twice = graph.node('Mul', `${name}.twice`, [x, graph.node('Add', `${name}.shifted`, [erf, 'one'])]);
  return graph.node('Mul', name, [twice, 'half']);
}

/** [B, N, D] → [B, D], normed where the norm stands after pooling. */
function pooled(graph: GraphWriter, config: EncoderConfig, all: string): string {
  const vector = pool(graph, config, all);
  return config.finalNorm === 'fc_norm' ? norm(graph, 'fc_norm', vector, config.finalNormEps) : vector;
}

function pool(graph: GraphWriter, config: EncoderConfig, all: string): string {
  const { pooling, prefixTokens, name } = config;
  const prefix = prefixTokens.length;
  const span = (from: number, to: number) =>
    graph.node('Slice', 'pool.tokens', [all, graph.integers(from), graph.integers(to), graph.integers(1)]);
  const mean = (some: string) => graph.node('ReduceMean', 'pool', [some], { axes: [1], keepdims: 0 });
  switch (pooling) {
    case 'mean':
      return mean(prefix ? span(prefix, length(config)) : all);
    case 'cls':
      return graph.node('Gather', 'pool', [all, graph.index(prefixTokens.indexOf('cls'))], { axis: 1 });
    case 'cls-dist':
      return mean(span(0, 2));
    default:
      throw unsupported(name, 'ONNX', `pooling of kind ${pooling}`);
  }
}

/** DeiT's: the mean of `head` on cls and `head_dist` on dist. */
function distilledHead(graph: GraphWriter, { prefixTokens, finalNorm, name }: EncoderConfig, all: string): void {
  if (finalNorm !== 'norm') throw unsupported(name, 'ONNX', 'a norm after pooling with a distilled head');
  const token = (which: 'cls' | 'dist') =>
    graph.node('Gather', `pool.${which}`, [all, graph.index(prefixTokens.indexOf(which))], { axis: 1 });
  const sum = graph.node('Add', 'both_heads', [linear(graph, 'head', token('cls')), linear(graph, 'head_dist', token('dist'))]);
  graph.node('Mul', OUTPUT, [sum, 'half']);
}
