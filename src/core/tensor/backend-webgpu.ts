/**
 * @file WebGPU on a device of our own. tfjs would ask for too few limits and features, and never looks at
 * `device.lost` or uncaptured errors (tfjs-backend-webgpu/src/base.ts), so its registration is replaced.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { StartedBackend } from './backend-info.ts';
import { countDispatches } from './dispatch-count.ts';
import * as tf from './tf.ts';
import { onProgramFailure } from './webgpu-run.ts';

const WANTED_FEATURES: GPUFeatureName[] = ['timestamp-query', 'shader-f16', 'subgroups' as GPUFeatureName];
const WANTED_LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
  'maxStorageBuffersPerShaderStage', // the default of 8 makes addN of 8 tensors fail silently
] as const;

/** Dispatches before the command buffer is submitted. 15, tfjs's default, submits 169 times in a nano step; memory grows above 256. */
const DISPATCHES_PER_SUBMIT = 64;

/**
 * Takes an adapter and makes it tfjs's webgpu backend.
 * After a loss tfjs keeps dead buffers: the worker must then be replaced.
 * @throws Error with a plain sentence when there is no adapter or device
 */
export async function startWebgpu(): Promise<StartedBackend> {
  if (!navigator.gpu) throw new Error('this browser has no WebGPU');
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('the browser offers no WebGPU adapter on this machine');
  const device = await adapter.requestDevice({
    requiredFeatures: WANTED_FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(WANTED_LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  const info = adapter.info;
  const errors: string[] = [];
  let tell: ((reason: string) => void) | null = null;
  const report = (reason: string) => {
    errors.push(reason);
    tell?.(reason);
    tell = null;
  };
  device.lost.then(({ reason, message }) => {
    if (reason !== 'destroyed') report(message || 'the driver gave no reason');
  });
  device.onuncapturederror = ({ error }) => report(`a GPU command failed: ${error.message}`);
  countDispatches();
  const deaf = onProgramFailure(({ message }) => report(message));
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, info as never), 3);
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', DISPATCHES_PER_SUBMIT);
  if (!(await tf.setBackend('webgpu'))) throw new Error('tfjs could not use the WebGPU device');
  const name = info.description || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'unnamed adapter';
  const fallback =
    (info as { isFallbackAdapter?: boolean }).isFallbackAdapter ?? (adapter as { isFallbackAdapter?: boolean }).isFallbackAdapter;
  return {
    adapter: name,
    capacity: { total: null, tensor: Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize) },
    errors,
    watch: (onLost) => {
      tell = onLost;
    },
    release: () => {
      deaf();
      tf.removeBackend('webgpu');
      device.destroy();
    },
    software: fallback === true || /swiftshader|llvmpipe|lavapipe|basic render/i.test(`${name} ${info.architecture}`),
  };
}
