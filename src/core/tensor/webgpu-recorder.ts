/**
 * @file Records the GPU commands of one training step and sends them again: pipelines, bind groups, workgroup counts and buffer copies,
 * whichever operations issued them, ours or tfjs's. Shapes are fixed, so nothing of it changes from step to step; what does change
 * (batch, learning rate) must lie in buffers that exist before the recording, and whoever replays rewrites those.
 *
 * While a recording runs, tfjs takes its buffers from memory of the recording: a buffer that is free again is given to the next tensor of
 * that size, so the memory of a replay is that of one step; uniforms and constants keep theirs. Nothing may be read back meanwhile.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { countOwnBytes } from './memory-in-use.ts';
import * as tf from './tf.ts';

export interface Recording {
  /** Dispatches of one replay. */
  readonly dispatches: number;
  /** GPU memory that the recording holds, in bytes. */
  readonly bytes: number;
  /** Tensors that were made of CPU values while recording, and are the same in every replay. */
  readonly constants: number;
  /** Sends all commands, in order, with one submit. What tfjs has not submitted yet goes before. */
  replay(): void;
  /** The same, and reads a tensor that the recorded function returned, within that one submit. */
  replayAndRead(tensor: tf.Tensor): Promise<Float32Array>;
  /** Frees the recording's memory. Tensors that the recorded function returned are dead from then on. */
  dispose(): void;
}

type Command =
  | { kind: 'dispatch'; pipeline: GPUComputePipeline; bindGroup: GPUBindGroup; workgroups: [number, number, number] }
  | { kind: 'copy'; source: GPUBuffer; from: number; target: GPUBuffer; to: number; size: number };

interface BufferManager {
  acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
}

interface Internals {
  device: GPUDevice;
  queue: GPUQueue;
  commandEncoder: GPUCommandEncoder | null;
  bufferManager: BufferManager;
  tensorMap: { get(id: object): { resource: GPUBuffer } };
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** Buffers that belong to a recording: tfjs's own pool must not take them. */
const recorded = new WeakSet<GPUBuffer>();
const guarded = new WeakSet<BufferManager>();

/**
 * Runs `step` once, for real, and records its commands. Tensors that `step` reads and did not make must be on the GPU already; those
 * that it returns keep their buffers, which every replay fills anew.
 * @throws Error when `step` reads values back or changes what cannot be replayed
 */
export function record<T>(step: () => T): { result: T; recording: Recording } {
  const backend = internals();
  flush(backend);
  guard(backend.bufferManager);
  const memory = new RecordingMemory(backend.device, backend.bufferManager);
  const commands: Command[] = [];
  const pool = backend.bufferManager;
  const batch = tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE');
  const stop = listen(commands);
  backend.bufferManager = memory;
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', 1); // a submit gives dead buffers back, for the next tensor to use
  try {
    const result = step();
    flush(backend);
    return { result, recording: replayable(backend, commands, memory) };
  } catch (thrown) {
    flush(backend);
    memory.destroy();
    throw thrown;
  } finally {
    stop();
    backend.bufferManager = pool;
    tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', batch);
  }
}

function replayable(backend: Internals, commands: readonly Command[], memory: RecordingMemory): Recording {
  return {
    dispatches: commands.filter(({ kind }) => kind === 'dispatch').length,
    bytes: memory.bytes,
    constants: memory.constants,
    replay() {
      flush(backend);
      const encoder = backend.device.createCommandEncoder();
      send(encoder, commands);
      backend.queue.submit([encoder.finish()]);
    },
    async replayAndRead(tensor) {
      flush(backend);
      const source = backend.tensorMap.get(tensor.dataId).resource;
      const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
      const staging = backend.device.createBuffer({ size: tensor.size * 4, usage });
      const encoder = backend.device.createCommandEncoder();
      send(encoder, commands);
      encoder.copyBufferToBuffer(source, 0, staging, 0, tensor.size * 4);
      backend.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      const values = new Float32Array(staging.getMappedRange().slice(0));
      staging.destroy();
      return values;
    },
    dispose() {
      flush(backend);
      memory.destroy();
    },
  };
}

function send(encoder: GPUCommandEncoder, commands: readonly Command[]): void {
  let pass: GPUComputePassEncoder | null = null;
  let pipeline: GPUComputePipeline | null = null;
  for (const command of commands) {
    if (command.kind === 'copy') {
      pass?.end();
      pass = pipeline = null;
      encoder.copyBufferToBuffer(command.source, command.from, command.target, command.to, command.size);
      continue;
    }
    pass ??= encoder.beginComputePass();
    if (command.pipeline !== pipeline) pass.setPipeline(command.pipeline);
    pipeline = command.pipeline;
    pass.setBindGroup(0, command.bindGroup);
    pass.dispatchWorkgroups(...command.workgroups);
  }
  pass?.end();
}

/** Memory of one recording: pools by size and usage, as tfjs's own, but buffers of fixed content are never given on. */
class RecordingMemory implements BufferManager {
  bytes = 0;
  constants = 0;
  numBytesUsed = 0;
  numBytesAllocated = 0;
  readonly #device: GPUDevice;
  readonly #outside: BufferManager;
  readonly #free = new Map<string, GPUBuffer[]>();
  readonly #all = new Set<GPUBuffer>();
  readonly #fixed = new Set<GPUBuffer>();

  constructor(device: GPUDevice, outside: BufferManager) {
    this.#device = device;
    this.#outside = outside;
  }

  acquireBuffer(size: number, usage: number, mappedAtCreation = false): GPUBuffer {
    if (usage & (GPUBufferUsage.MAP_READ | GPUBufferUsage.MAP_WRITE))
      throw new Error('A recorded step must not read from or write to the GPU by itself.');
    const fixed = mappedAtCreation || (usage & GPUBufferUsage.UNIFORM) !== 0;
    const free = fixed ? undefined : this.#free.get(`${size} ${usage}`)?.pop();
    if (free) return free;
    const buffer = this.#device.createBuffer({ size, usage, mappedAtCreation });
    this.#all.add(buffer);
    recorded.add(buffer);
    this.bytes += size;
    countOwnBytes(size);
    if (fixed) this.#fixed.add(buffer);
    if (mappedAtCreation) this.constants += 1;
    return buffer;
  }

  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void {
    if (!this.#all.has(buffer)) this.#outside.releaseBuffer(buffer, reuse);
    if (!this.#all.has(buffer) || this.#fixed.has(buffer)) return;
    const key = `${buffer.size} ${buffer.usage}`;
    const free = this.#free.get(key) ?? [];
    free.push(buffer);
    this.#free.set(key, free);
  }

  destroy(): void {
    for (const buffer of this.#all) buffer.destroy();
    countOwnBytes(this.#all.size ? -this.bytes : 0);
    this.#all.clear();
  }
}

/** Makes tfjs's pool ignore buffers of recordings, whose tensors may be disposed at any later time. */
function guard(pool: BufferManager): void {
  if (guarded.has(pool)) return;
  guarded.add(pool);
  const release = pool.releaseBuffer.bind(pool);
  pool.releaseBuffer = (buffer, reuse) => {
    if (!recorded.has(buffer)) release(buffer, reuse);
  };
}

/** Notes every dispatch and copy of this thread until the returned function is called. */
function listen(commands: Command[]): () => void {
  const pass = GPUComputePassEncoder.prototype;
  const encoder = GPUCommandEncoder.prototype;
  const { setPipeline, setBindGroup, dispatchWorkgroups } = pass;
  const { copyBufferToBuffer } = encoder;
  let pipeline: GPUComputePipeline | null = null;
  let bindGroup: GPUBindGroup | null = null;
  pass.setPipeline = function (next) {
    pipeline = next;
    return setPipeline.call(this, next);
  };
  pass.setBindGroup = function (this: GPUComputePassEncoder, index: number, next: GPUBindGroup) {
    bindGroup = next;
    return (setBindGroup as (this: GPUComputePassEncoder, index: number, next: GPUBindGroup) => undefined).call(this, index, next);
  } as typeof setBindGroup;
  pass.dispatchWorkgroups = function (x, y = 1, z = 1) {
    commands.push({ kind: 'dispatch', pipeline: pipeline!, bindGroup: bindGroup!, workgroups: [x, y, z] });
    return dispatchWorkgroups.call(this, x, y, z);
  };
  encoder.copyBufferToBuffer = function (
    this: GPUCommandEncoder,
    source: GPUBuffer,
    from: number,
    target: GPUBuffer,
    to: number,
    size: number,
  ) {
    commands.push({ kind: 'copy', source, from, target, to, size });
    return copyBufferToBuffer.call(this, source, from, target, to, size);
  } as typeof copyBufferToBuffer;
  return () => {
    Object.assign(pass, { setPipeline, setBindGroup, dispatchWorkgroups });
    Object.assign(encoder, { copyBufferToBuffer });
  };
}

function flush(backend: Internals): void {
  backend.endComputePassEncoder();
  if (backend.commandEncoder) backend.submitQueue();
}

function internals(): Internals {
  return tf.backend() as WebGPUBackend as unknown as Internals;
}
