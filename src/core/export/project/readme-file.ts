/**
 * @file README.md of an exported project: a model card for the Hub, and how to run it on one GPU and on many.
 */
import { formText } from '../../data/record-form.ts';
import type { Split } from '../../data/split.ts';
import { carriedLicense } from '../carried-license.ts';
import { oneLine, partLine } from './notice-file.ts';
import type { RunState } from './run-snapshot.ts';

/** Licence names that the Hub knows; others are stated as `other`. */
const HUB_LICENSE = /^[a-z0-9.-]{2,40}$/;

export function projectReadme(state: RunState, split: Split, name: string): string {
  const { ingredients, seed, arm, optimizer } = state;
  const { config, dataset, target, auxiliary } = ingredients;
  const carried = carriedLicense([target.license, ...(auxiliary ? [auxiliary.license] : [])]);
  const license = carried.id === null ? 'apache-2.0' : HUB_LICENSE.test(carried.id) && carried.id !== 'unknown' ? carried.id : 'other';
  const total = Math.max(1, Math.floor(split.train.length / config.batchSize)) * config.epochs;
  const counts = `${split.train.length} for training, ${split.validation.length} for validation, ${split.test.length} for testing`;
  const ended = optimizer.step >= total;
  const resume = `--resume weights/resume${ended ? ` --epochs ${config.epochs * 2}` : ''}`;
  return `---
license: ${license}
library_name: timm
pipeline_tag: image-classification
tags: [m2pt, image-classification]
metrics: [accuracy]
---

# ${name}

A training run from the M2PT playground, to be continued with PyTorch, timm and Hugging Face Accelerate on one machine or many.

| | |
|---|---|
| arm, seed | ${arm}, ${seed} |
| stands at | step ${optimizer.step} of ${total} (${config.epochs} epochs) |
| global batch | ${Math.min(config.batchSize, split.train.length)} pictures |
| data | ${oneLine(dataset.name)}: ${dataset.classNames.length} classes, ${formText(dataset.form)}; ${counts} |
| target | ${partLine(target)} |
| auxiliary | ${auxiliary ? partLine(auxiliary) : 'none'} |

Licence of what is trained here: ${oneLine(carried.id ?? 'none needed')}. ${oneLine(carried.why)} The programs are under Apache-2.0. The pictures keep whatever licence
they had.

## Run

\`\`\`
uv sync                                   # or: pip install torch timm accelerate safetensors pillow numpy
python check_export.py                    # standard library only: every file as it was written?
python eval.py --golden                   # the same logits as in the browser?
\`\`\`

One GPU, or the CPU:

\`\`\`
accelerate launch --config_file configs/accelerate/single.yaml train.py ${resume}
\`\`\`

${ended ? `The run is complete; \`--epochs\` says how long the continued one is in all, and the learning rate follows the longer curve.` : 'It goes on where the browser stopped: same batches, same learning rate, same moments of AdamW.'}

Eight GPUs of one machine, by Accelerate or by torchrun:

\`\`\`
accelerate launch --config_file configs/accelerate/ddp.yaml --num_processes 8 train.py ${resume}
torchrun --standalone --nproc_per_node 8 train.py ${resume}
\`\`\`

A model that does not fit one GPU (FSDP), and several machines (run it on each, with its own rank):

\`\`\`
accelerate launch --config_file configs/accelerate/fsdp.yaml --num_processes 8 train.py ${resume}
accelerate launch --config_file configs/accelerate/multi_node.yaml --num_machines 2 --num_processes 16 \\
  --machine_rank $RANK --main_process_ip $ADDRESS --main_process_port 29500 train.py ${resume}
\`\`\`

No GPU of your own: put the folder into a private repository, then rent one by the minute.

\`\`\`
hf upload YOU/${name} . --private
hf jobs uv run --flavor a10g-small --secrets HF_TOKEN train.py --project YOU/${name} --push YOU/${name} ${resume}
\`\`\`

From the start, ${auxiliary ? 'both arms with several seeds, and the paired difference' : 'with several seeds'}:

\`\`\`
for s in 0 1 2 3 4; do for arm in ${auxiliary ? 'baseline pathway' : 'baseline'}; do
  accelerate launch --config_file configs/accelerate/single.yaml train.py --arm $arm --seed $s --output outputs/$arm-$s
done; done
python eval.py --paired outputs
\`\`\`

For more than twenty trials take Ray Tune or Optuna around \`train.py\`; every option can be given on the command line.

## What to know

- A global batch is the same whatever the number of processes: it is divided among them, and the gradient is its mean. What one
  process takes at once is the batch over the processes; \`--per-device-batch\` makes that smaller by accumulating. A global
  batch of another size is another run: change \`--batch-size\` and \`--learning-rate\` together.
- Checkpoints: \`outputs/checkpoints/checkpoint_N\`, the last three, after every epoch. \`--resume\` takes one of these or \`weights/resume\`.
- \`--mixed-precision bf16\` is faster and no longer digit for digit. Without it losses follow the browser's to about 1e-3.
- Seed ${seed} starts from \`weights/target\`, head included. Another seed draws its own head, with the browser's own numbers,
  and starts it from the class means as the browser does${Object.keys(target.params).length ? '' : '; the random body then comes from PyTorch’s numbers'}.
- \`python merge.py --weights outputs/last --out outputs/merged\` folds W + λ·W_aux into one matrix: a plain timm model.

## Files

| | |
|---|---|
| \`train.py\`, \`eval.py\`, \`merge.py\` | train, measure, merge |
| \`m2pt.py\` | the method: a linear layer joined by its counterpart |
| \`pictures.py\`, \`browser_random.py\`, \`run_state.py\` | the browser's batches, its random numbers, its moments |
| \`torchvision_ops.py\` | lets timm import beside a CPU build of torch |
| \`check_export.py\`, \`manifest.json\` | SHA-256 of every file, names and shapes of every tensor |
| \`configs/run.json\` | every setting of the run, its classes, its place in the schedule |
| \`configs/accelerate/\` | one GPU, several, FSDP, several machines |
| \`weights/target\`, \`weights/aux\` | where the run started, under timm's names |
| \`weights/resume\` | parameters, AdamW's moments and place in the batches at step ${optimizer.step} |
| \`data/\` | the pictures of each part, lossless; \`index\` in metadata.csv is their place in the browser's data set |
| \`golden/\` | normalised input and the browser's logits at step ${optimizer.step} |
| \`outputs/\` | made by training: \`metrics.jsonl\`, \`checkpoints/\`, \`last/\` |

Never load checkpoints of strangers with Accelerate: its \`.bin\` and \`.pkl\` files are pickles. Weights here are safetensors.

## Citation

Zhang, Ding, Gong, Ge, Shan, Yue: Multimodal Pathway: Improve Transformers with Irrelevant Data from Other Modalities. CVPR 2024,
arXiv 2401.14405. See CITATION.cff.
`;
}
