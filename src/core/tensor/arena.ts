/**
 * @file One GPU buffer for many tensors: parameters, gradients and moments of a run lie side by side, so that one dispatch can change
 * them all and one copy can read them. Each tensor is a view (buffer, offset, size) that every operation accepts; offsets are multiples
 * of 64 values (256 bytes, WebGPU's binding alignment).
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { countOwnBytes } from './memory-in-use.ts';
import * as tf from './tf.ts';

/** Values between which views start. */
export const ARENA_STEP = 64;

export interface Arena {
  /** The whole buffer as one tensor, [length]. */
  readonly all: tf.Tensor;
  /** Views by name; they live as long as the arena. */
  readonly views: Readonly<Record<string, tf.Tensor>>;
  /** Where each view starts, in values. */
  readonly offsets: Readonly<Record<string, number>>;
  /** Values in all. */
  readonly length: number;
  dispose(): void;
}

interface Internals {
  device: GPUDevice;
  tensorMap: { get(id: object): { resource?: unknown; values: unknown } };
  makeTensorInfo(shape: number[], dtype: string): tf.TensorInfo;
  getBufferData(resource: GPUBuffer | GPUBufferBinding): Promise<ArrayBuffer>;
  bufferManager: {
    acquireBuffer(size: number, usage: number): GPUBuffer;
    releaseBuffer(buffer: GPUBuffer): void;
  };
  commandEncoder: GPUCommandEncoder | null;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/**
 * @param shapes of the views, by name, in order; all zeros at first
 * @throws RangeError when the device allows no buffer of that size
 */
export function createArena(shapes: Readonly<Record<string, readonly number[]>>): Arena {
  const backend = tf.backend() as WebGPUBackend as unknown as Internals;
  readViews(backend);
  const offsets: Record<string, number> = {};
  let length = 0;
  for (const [name, shape] of Object.entries(shapes)) {
    offsets[name] = length;
    length += Math.ceil(size(shape) / ARENA_STEP) * ARENA_STEP;
  }
  length = Math.max(length, ARENA_STEP);
  const { maxBufferSize, maxStorageBufferBindingSize } = backend.device.limits;
  const limit = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  if (length * 4 > limit) throw new RangeError(`an arena of ${length * 4} bytes; the GPU allows ${limit} in one buffer`);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffer = backend.device.createBuffer({ label: 'arena', size: length * 4, usage });
  countOwnBytes(length * 4);
  const all = viewOf(backend, buffer, 0, [length]);
  const views = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, viewOf(backend, buffer, offsets[name]!, shape)]));
  return {
    all,
    views,
    offsets,
    length,
    dispose() {
      tf.dispose([all, Object.values(views)]);
      flush(backend);
      buffer.destroy();
      countOwnBytes(-length * 4);
    },
  };
}

/** Copies `source` into a view of the same size, on the GPU, in order with the operations around it. */
export function copyIntoView(view: tf.Tensor, source: tf.Tensor): void {
  const backend = tf.backend() as WebGPUBackend as unknown as Internals & {
    uploadToGPU(id: object): void;
    commandQueueOwnedIds: WeakSet<object>;
  };
  backend.uploadToGPU(source.dataId);
  const from = backend.tensorMap.get(source.dataId).resource as GPUBuffer | GPUBufferBinding;
  const to = backend.tensorMap.get(view.dataId).resource as GPUBufferBinding;
  backend.commandQueueOwnedIds.add(source.dataId);
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  const [buffer, offset] = from instanceof GPUBuffer ? [from, 0] : [from.buffer, from.offset ?? 0];
  backend.commandEncoder!.copyBufferToBuffer(buffer, offset, to.buffer, to.offset ?? 0, view.size * 4);
}

/** Writes values into a view, after everything submitted and recorded so far. */
export function writeView(view: tf.Tensor, values: Float32Array): void {
  const backend = tf.backend() as WebGPUBackend as unknown as Internals;
  flush(backend); // a write overtakes what is not submitted yet
  const { buffer, offset = 0 } = backend.tensorMap.get(view.dataId).resource as GPUBufferBinding;
  backend.device.queue.writeBuffer(buffer, offset, values as Float32Array<ArrayBuffer>);
}

function viewOf(backend: Internals, buffer: GPUBuffer, offset: number, shape: readonly number[]): tf.Tensor {
  const info = backend.makeTensorInfo([...shape], 'float32');
  const data = backend.tensorMap.get(info.dataId);
  data.resource = { buffer, offset: offset * 4, size: size(shape) * 4 } satisfies GPUBufferBinding;
  // tfjs keeps what it once read; a view's content changes behind its back, so it is read anew each time.
  Object.defineProperty(data, 'values', { get: () => null, set: () => undefined });
  return tf.keep(tf.engine().makeTensorFromTensorInfo(info));
}

const taught = new WeakSet<Internals>();

/** Teaches tfjs to read a view's part of its buffer. */
function readViews(backend: Internals): void {
  if (taught.has(backend)) return;
  taught.add(backend);
  const whole = backend.getBufferData.bind(backend);
  backend.getBufferData = async (resource) => {
    if (resource instanceof GPUBuffer) return whole(resource);
    const bytes = resource.size!;
    const staging = backend.device.createBuffer({ size: bytes, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
    backend.ensureCommandEncoderReady();
    backend.endComputePassEncoder();
    backend.commandEncoder!.copyBufferToBuffer(resource.buffer, resource.offset ?? 0, staging, 0, bytes);
    backend.submitQueue();
    await staging.mapAsync(GPUMapMode.READ);
    const values = staging.getMappedRange().slice(0);
    staging.destroy();
    return values;
  };
}

function flush(backend: Internals): void {
  backend.endComputePassEncoder();
  if (backend.commandEncoder) backend.submitQueue();
}

function size(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
