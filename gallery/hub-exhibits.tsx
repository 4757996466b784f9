/** @file Exhibits of models of Hugging Face in the model list: looked up, misfit, downloading, stored, failed, storage meter. */
import type { ReactNode } from 'react';
import type { Download } from '../src/app/state/hub-store.ts';
import { ProblemNotice } from '../src/app/ui/common/Notice.tsx';
import { HubFind } from '../src/app/ui/train/HubFind.tsx';
import { HubPreview } from '../src/app/ui/train/HubPreview.tsx';
import { noneWords, pairWords, suggestionsFor } from '../src/app/ui/train/hub-suggestions.ts';
import { fitVerdict, memoryWords, type Role } from '../src/app/ui/train/hub-words.ts';
import { ModelDialog } from '../src/app/ui/train/ModelDialog.tsx';
import { auxiliaryChoices, targetChoices } from '../src/app/ui/train/model-choices.ts';
import { StorageMeter } from '../src/app/ui/train/StorageMeter.tsx';
import { defaultConfig } from '../src/config/fields.ts';
import type { Problem } from '../src/core/errors.ts';
import type { ModelCard } from '../src/core/m2pt/encoder-config.ts';
import type { ModelPreview, ModelStorage } from '../src/worker/protocol.ts';
import { CARDS } from './fixed-data.ts';

const nothing = () => undefined;
const gone = () => Promise.resolve();
const first = CARDS[0] as ModelCard;

function hubCard(repo: string, width: number, license: string, modality: ModelCard['config']['modality'] = 'image'): ModelCard {
  const tokenizer = {
    ...first.config.tokenizer,
    inputSize: [224, 224],
    patchSize: [16, 16],
    stride: [16, 16],
  } as ModelCard['config']['tokenizer'];
  const config = { ...first.config, name: repo, modality, embedDim: width, depth: 12, numHeads: width / 64, tokenizer };
  const parameters = 12 * 12 * width * width + 196 * width;
  return {
    ...first,
    id: `hf:${repo}@main`,
    config,
    family: 'timm',
    parameters,
    bytes: 4 * parameters,
    license,
    data: 'imagenet-1k',
    numClasses: 1000,
    notes: [],
  };
}

const TINY = hubCard('timm/vit_tiny_patch16_224.augreg_in21k_ft_in1k', 192, 'apache-2.0');
const BASE: ModelCard = {
  ...hubCard('timm/vit_base_patch16_224.mae', 768, 'cc-by-nc-4.0'),
  notes: ['Set aside, not used here: the final norm.'],
};
const STORAGE: ModelStorage = {
  models: [
    { id: TINY.id, bytes: TINY.bytes, storedAt: Date.UTC(2026, 10, 20), card: TINY },
    { id: BASE.id, bytes: BASE.bytes, storedAt: Date.UTC(2026, 10, 22), card: BASE },
    { id: 'hf:someone/old-model@v1.0', bytes: 8.1e8, storedAt: Date.UTC(2026, 9, 2), card: null },
  ],
  used: 1.3e9,
  quota: 5e9,
};
const GATED: Problem = {
  code: 'hub-gated',
  message: 'someone/secret-vit is not open to everyone: its owner asks for an account or an agreement.',
  hint: 'Accept its terms on huggingface.co, download config.json and model.safetensors there and open them as a folder. This page never asks for a token.',
};

const PICKLE: Problem = {
  code: 'hub-pickle',
  message:
    'someone/old-vit holds its weights only as pytorch_model.bin, a Python pickle, which can run code when it is opened; pickles are never read here.',
  hint: 'Download pytorch_model.bin and config.json there, convert it where PyTorch is installed, with its name in place of FILE, and open both files:',
  command: `python3 -c "import sys, torch; from safetensors.torch import save_file; c = torch.load(sys.argv[1], map_location='cpu', weights_only=True); save_file({k: v.contiguous().clone() for k, v in c.items()}, 'model.safetensors')" FILE`,
};

interface Show {
  role?: Role;
  card?: ModelCard;
  other?: ModelCard;
  cached?: boolean;
  download?: Download;
  cancelled?: Download;
  problem?: Problem;
  storage?: ModelStorage;
}

function hub({ role = 'target', card, other, cached = false, download, cancelled, problem, storage }: Show): ReactNode {
  const config = defaultConfig();
  const preview: ModelPreview | null = card ? { card, commit: '2d0f1e0c9b8a7f6e5d4c3b2a1908f7e6d5c4b3a2', sha256: 'ab', cached } : null;
  const choices = role === 'target' ? targetChoices(CARDS, 'image') : auxiliaryChoices(CARDS, other ?? first);
  const memory = (one: ModelCard) => memoryWords(role, one, other ?? first, config, 840);
  return (
    <ModelDialog
      side={role}
      choices={choices.slice(0, 2)}
      chosen="nano-image"
      loading={false}
      problem={null}
      memory={memory}
      onChoose={nothing}
      onFolder={nothing}
      onClose={nothing}
    >
      <section className="hub" aria-labelledby="hub-h">
        <h4 id="hub-h">From Hugging Face</h4>
        <HubFind
          role={role}
          first={null}
          isAsked={false}
          looking={false}
          disabled={download !== undefined}
          suggestions={suggestionsFor(role, config, other)}
          advice={[...(role === 'auxiliary' ? [noneWords(role, other)] : []), pairWords(config) ?? '']}
          onLookUp={nothing}
        />
        {problem && !card && <ProblemNotice problem={problem} />}
        {preview && card && (
          <HubPreview
            role={role}
            preview={preview}
            verdict={fitVerdict(role, card, other, config)}
            memory={memory(card)}
            problem={problem ?? null}
            download={download ?? null}
            cancelled={cancelled ?? null}
            isKept
            inMemory={false}
            chosen={false}
            onDownload={nothing}
            onCancel={nothing}
            onUse={nothing}
          />
        )}
        {storage && <StorageMeter storage={storage} used={{ target: TINY.id, auxiliary: 'none' }} locked={null} onDelete={gone} />}
      </section>
    </ModelDialog>
  );
}

export const HUB_EXHIBITS: Readonly<Record<string, () => ReactNode>> = {
  'hub-fits': () => hub({ card: TINY, other: hubCard('someone/audio-tiny', 192, 'mit', 'audio') }),
  'hub-misfit': () => hub({ role: 'auxiliary', card: BASE, other: TINY }),
  'hub-downloading': () => hub({ card: BASE, download: { id: BASE.id, loaded: 1.27e8, total: BASE.bytes } }),
  'hub-cancelled': () => hub({ card: BASE, cancelled: { id: BASE.id, loaded: 1.27e8, total: BASE.bytes } }),
  'hub-stored': () => hub({ card: BASE, cached: true, storage: STORAGE }),
  'hub-failed': () => hub({ problem: GATED }),
  'hub-pickle': () => hub({ problem: PICKLE }),
  'hub-storage': () => hub({ storage: STORAGE }),
};
