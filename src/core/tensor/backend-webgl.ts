/**
 * @file WebGL through an OffscreenCanvas, for browsers with a GPU but no WebGPU.
 */
import '@tensorflow/tfjs-backend-webgl';
import type { StartedBackend } from './backend-info.ts';
import * as tf from './tf.ts';

/** @throws Error with a plain sentence when there is no WebGL 2 */
export async function startWebgl(): Promise<StartedBackend> {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) throw new Error('this browser offers no WebGL 2');
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const adapter = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  const software = /swiftshader|llvmpipe|softpipe|basic render|software/i.test(adapter);
  if (!(await tf.setBackend('webgl'))) throw new Error('tfjs could not use WebGL');
  const side = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
  return { adapter, software, capacity: { total: null, tensor: 16 * side * side } }; // four floats a texel
}
