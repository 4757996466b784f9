/**
 * @file Tells what a file is when it is no safetensors, by its first bytes, and what to do about it. People rename files,
 * save error pages and clone repositories without git-lfs; each of these gets a word of its own.
 */
import type { Problem } from '../errors.ts';

interface Kind {
  code: string;
  /** Completes “… is”. */
  is: string;
  hint: string;
  /** What the hint says to run. */
  command?: string;
  begins: (bytes: Uint8Array, text: string) => boolean;
}

/** Loads a pickle without running its code (the settings that MAE saves beside its weights are plain), finds the tensors in the usual wrappers, unshares them, writes safetensors. */
const CONVERT = [
  'import argparse, sys, torch',
  'from safetensors.torch import save_file',
  'torch.serialization.add_safe_globals([argparse.Namespace])',
  "c = torch.load(sys.argv[1], map_location='cpu', weights_only=True)",
  "c = next((c[k] for k in ('model', 'module', 'state_dict', 'base_model') if k in c), c)",
  "save_file({k: v.contiguous().clone() for k, v in c.items() if hasattr(v, 'contiguous')}, 'model.safetensors')",
].join('; ');

export const CONVERT_COMMAND = `python3 -c "${CONVERT}" FILE`;

const starts =
  (...signature: number[]) =>
  (bytes: Uint8Array) =>
    signature.every((byte, index) => bytes[index] === byte);

const KINDS: Kind[] = [
  {
    code: 'lfs',
    is: 'a git-lfs pointer: a few lines that name the weights, not the weights',
    hint: 'Run `git lfs pull` in the clone and choose the file again.',
    begins: (_, text) => text.startsWith('version https://git-lfs') || text.startsWith('version '),
  },
  {
    code: 'html',
    is: 'a web page, not weights',
    hint: 'The address led to a page: use the download link of the file itself.',
    begins: (_, text) => /^\uFEFF?\s*<(?:!doctype|html|head|body|!--|\?xml|[a-z])/i.test(text),
  },
  {
    code: 'gzip',
    is: 'compressed with gzip',
    hint: 'Unpack it first: `gunzip FILE`.',
    begins: starts(0x1f, 0x8b),
  },
  {
    code: 'pickle',
    is: 'a PyTorch pickle (.pth, .pt, .bin), which can run code when it is opened, so it is not opened here',
    hint: 'Convert it where PyTorch is installed, with its name in place of FILE, then open the result:',
    command: CONVERT_COMMAND,
    // A zip whose first entry is `<folder>/data.pkl` (torch.save since 1.6), a bare pickle, or a legacy torch file.
    begins: (bytes, text) =>
      (starts(0x50, 0x4b, 3, 4)(bytes) && /data\.pkl|\/version/.test(text)) || (bytes[0] === 0x80 && (bytes[1] ?? 9) <= 5),
  },
  {
    code: 'npz',
    is: 'a NumPy archive (.npz)',
    hint: 'Convert it: python3 -c "import sys, numpy; from safetensors.numpy import save_file; save_file(dict(numpy.load(sys.argv[1])), \'model.safetensors\')" FILE',
    begins: (bytes, text) => starts(0x50, 0x4b, 3, 4)(bytes) && /\.npy/.test(text),
  },
  {
    code: 'zip',
    is: 'a zip archive',
    hint: 'Unpack it and choose the .safetensors in it. If it is a PyTorch file, convert it, with its name in place of FILE:',
    command: CONVERT_COMMAND,
    begins: (bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] ?? 9) <= 8,
  },
  {
    code: 'gguf',
    is: 'a GGUF file, made for llama.cpp',
    hint: 'Look for a model.safetensors in the same repository.',
    begins: (_, text) => text.startsWith('GGUF'),
  },
  {
    code: 'npy',
    is: 'a NumPy array (.npy), not a checkpoint',
    hint: 'Choose the model.safetensors of the model.',
    begins: (bytes) => starts(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59)(bytes),
  },
  {
    code: 'hdf5',
    is: 'an HDF5 file, as Keras saves weights',
    hint: 'Look for a model.safetensors in the same repository.',
    begins: starts(0x89, 0x48, 0x44, 0x46),
  },
  {
    code: 'onnx',
    is: 'an ONNX model',
    hint: 'ONNX is written here, not read: choose the model.safetensors that it was made from.',
    // ModelProto: field 1 (ir_version, varint below 32), then field 2 (producer_name) or 7 (graph) or 8 (opset).
    begins: (bytes) => bytes[0] === 0x08 && (bytes[1] ?? 99) < 32 && [0x12, 0x1a, 0x22, 0x3a, 0x42].includes(bytes[2] ?? 0),
  },
  {
    code: 'json',
    is: 'a JSON text, not weights',
    hint: 'If this is model.safetensors.index.json, the model lies in several files: docs/models.md has the command that joins them.',
    begins: (_, text) => /^\uFEFF?\s*[{[]/.test(text),
  },
];

/** How many bytes of the beginning `foreignFile` looks at. */
export const SIGNATURE_BYTES = 256;

/**
 * @param start the first bytes, at most `SIGNATURE_BYTES` of them
 * @returns the problem, or null when the file begins like nothing known
 */
export function foreignFile(start: Uint8Array, fileName: string): Problem | null {
  const text = String.fromCharCode(...start.subarray(0, SIGNATURE_BYTES));
  const kind = KINDS.find(({ begins }) => begins(start, text));
  if (!kind) return null;
  return {
    code: `safetensors-${kind.code}`,
    message: `${fileName} is ${kind.is}.`,
    hint: kind.hint,
    where: fileName,
    ...(kind.command ? { command: kind.command } : {}),
  };
}
