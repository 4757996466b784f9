/**
 * @file `tf.clone` on wasm without a copy. tfjs-wasm copies the values (4.22.0, `kernels/Identity.ts`), where its other backends count
 * references, as its own `Reshape` does too. The tape clones everything that a gradient needs, so each activation was held and written twice.
 */
import * as tf from '../../tensor/tf.ts';

interface CountsReferences extends tf.KernelBackend {
  incRef(dataId: tf.DataId): void;
}

/** From now on clones on wasm share their values; whoever changes values in place must look whether they are shared. */
export function shareClones(): void {
  if (tf.getKernel('Identity', 'wasm')) tf.unregisterKernel('Identity', 'wasm');
  tf.registerKernel({
    kernelName: 'Identity',
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend }) => {
      const x = inputs.x as tf.TensorInfo;
      (backend as CountsReferences).incRef(x.dataId);
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
    },
  });
}
