/**
 * @file The files that every exported project has word for word. They are tested where they lie, in reference/project.
 */
/// <reference path="./raw.d.ts" />
import license from '../../../../LICENSE?raw';
import browserRandom from '../../../../reference/project/browser_random.py?raw';
import checkExport from '../../../../reference/project/check_export.py?raw';
import ddp from '../../../../reference/project/configs/accelerate/ddp.yaml?raw';
import fsdp from '../../../../reference/project/configs/accelerate/fsdp.yaml?raw';
import multiNode from '../../../../reference/project/configs/accelerate/multi_node.yaml?raw';
import single from '../../../../reference/project/configs/accelerate/single.yaml?raw';
import evalScript from '../../../../reference/project/eval.py?raw';
import m2pt from '../../../../reference/project/m2pt.py?raw';
import merge from '../../../../reference/project/merge.py?raw';
import pictures from '../../../../reference/project/pictures.py?raw';
import pyproject from '../../../../reference/project/pyproject.toml?raw';
import runState from '../../../../reference/project/run_state.py?raw';
import torchvisionOps from '../../../../reference/project/torchvision_ops.py?raw';
import train from '../../../../reference/project/train.py?raw';

/** Path in the project → text. */
export const TEMPLATE: Readonly<Record<string, string>> = {
  'train.py': train,
  'eval.py': evalScript,
  'merge.py': merge,
  'check_export.py': checkExport,
  'm2pt.py': m2pt,
  'pictures.py': pictures,
  'browser_random.py': browserRandom,
  'run_state.py': runState,
  'torchvision_ops.py': torchvisionOps,
  'pyproject.toml': pyproject,
  'configs/accelerate/single.yaml': single,
  'configs/accelerate/ddp.yaml': ddp,
  'configs/accelerate/fsdp.yaml': fsdp,
  'configs/accelerate/multi_node.yaml': multiNode,
  LICENSE: license,
};
