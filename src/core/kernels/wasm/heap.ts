/**
 * @file Where tfjs-wasm keeps its tensors: the only file that touches private fields of its backend (4.22.0, `backend_wasm.ts`). Tensors
 * lie in one WebAssembly memory that our module shares, so a kernel gets addresses and nothing is copied. Making a tensor may grow the
 * memory: keep addresses, never views.
 */
import * as tf from '../../tensor/tf.ts';

export interface Heap {
  readonly memory: WebAssembly.Memory;
  /** Byte address of a float32 tensor, below 4 GB. @throws Error for another type: the kernels know floats only */
  address(tensor: tf.Tensor): number;
  /** A new float32 tensor with whatever the memory holds; owned by the caller (or its tidy). */
  make(shape: number[]): tf.Tensor;
  /** Bytes to work in until the next call; one piece, kept and reused. @throws Error when the memory is full */
  scratch(bytes: number): number;
  /** True where no clone or reshaped tensor shares its values, so that they may be changed in place. */
  unshared(tensor: tf.Tensor): boolean;
}

interface WasmBackend extends tf.KernelBackend {
  wasm: { asm: { memory: WebAssembly.Memory }; _malloc(bytes: number): number; _free(address: number): void };
  dataIdMap: { get(dataId: tf.DataId): { memoryOffset: number } };
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  refCount(dataId: tf.DataId): number;
}

/** A cache line; malloc gives 8. */
const ALIGNMENT = 64;

/** @param backend the one that is current must be wasm @throws Error where it is not, or where its memory cannot be found */
export function openHeap(): Heap {
  const backend = tf.backend() as WasmBackend;
  const memory = tf.getBackend() === 'wasm' ? backend.wasm?.asm?.memory : undefined;
  if (!memory) throw new Error('The wasm kernels need the memory of tfjs-wasm, which is not the backend in use.');
  let block = 0;
  let size = 0;
  return {
    memory,
    address(tensor) {
      if (tensor.dtype !== 'float32') throw new Error(`A wasm kernel was given ${tensor.dtype}; it computes with float32.`);
      return backend.dataIdMap.get(tensor.dataId).memoryOffset >>> 0;
    },
    make: (shape) => tf.engine().makeTensorFromTensorInfo(backend.makeOutput(shape, 'float32'), backend),
    scratch(bytes) {
      if (bytes > size) {
        if (block) backend.wasm._free(block);
        size = 0;
        block = backend.wasm._malloc(bytes + ALIGNMENT);
        if (!block) throw new Error(`The wasm kernels found no ${bytes} bytes to work in: the memory of 4 GB is full.`);
        size = bytes;
      }
      return Math.ceil((block >>> 0) / ALIGNMENT) * ALIGNMENT;
    },
    unshared: (tensor) => backend.refCount(tensor.dataId) === 1,
  };
}
