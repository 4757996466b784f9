/** @file Exhibits of Keep it: the four formats waiting, being prepared, done, failed, with programs, without an engine. */
import type { ReactNode } from 'react';
import type { ExportState, SnippetState } from '../src/app/state/export-store.ts';
import { ExportChoice } from '../src/app/ui/try/ExportChoice.tsx';
import '../src/app/styles/try.css';
import '../src/app/styles/export.css';
import type { ExportFormat, Snippet } from '../src/worker/protocol.ts';

const BYTES: Record<ExportFormat, number> = { merged: 4_894_232, unmerged: 9_612_920, onnx: 4_894_232, pytorch: 43_000_000 };
const IDLE: ExportState = { phase: 'idle', name: '', problem: null };
const NONE: SnippetState = { snippets: [], problem: null };
const PROGRAM = `# pip install timm pillow
import timm
from PIL import Image

folder = "."  # where config.json and model.safetensors are
model = timm.create_model(f"local-dir:{folder}", pretrained=True).eval()

transform = timm.data.create_transform(**timm.data.resolve_model_data_config(model))
picture = transform(Image.open("picture.png").convert("RGB"))
scores = model(picture[None]).softmax(-1)[0]
`;

const appSnippet: Snippet = {
  title: 'this playground',
  note: 'Unpack the zip, press Target above the diagram, then “Open model folder…”. On the command line, run this in the playground’s folder:',
  language: 'sh',
  code: '# input.npy holds normalised pixels, f32 [B, 3, H, W]\nnpm run lab -- predict --model FOLDER --input input.npy --out logits.npy\n',
};

interface Show {
  file?: Partial<ExportState>;
  loading?: Partial<SnippetState>;
  available?: boolean;
  formats?: readonly ExportFormat[];
}

function keep({ file = {}, loading = {}, available = true, formats = ['merged', 'unmerged', 'onnx', 'pytorch'] }: Show): ReactNode {
  return (
    <section className="col col-try" style={{ maxWidth: 392 }}>
      <div className="body">
        <section className="blockq keep">
          <div className="bq-h">
            <h3>Keep it</h3>
          </div>
          <ul className="exports">
            {formats.map((format, i) => (
              <ExportChoice
                key={format}
                format={format}
                size={{ weights: BYTES[format], pictures: format === 'pytorch' ? 14_745_600 : 0 }}
                available={available}
                file={i === 0 ? { ...IDLE, ...file } : IDLE}
                loading={i === 0 ? { ...NONE, ...loading } : NONE}
                onDownload={() => undefined}
                onOpen={() => undefined}
                onCopy={async () => true}
              />
            ))}
          </ul>
        </section>
      </div>
    </section>
  );
}

export const EXPORT_EXHIBITS: Readonly<Record<string, () => ReactNode>> = {
  'keep-it': () => keep({ loading: { snippets: [{ title: 'timm (Python)', language: 'python', code: PROGRAM }] } }),
  'keep-it-app': () => keep({ loading: { snippets: [appSnippet] } }),
  'keep-it-busy': () => keep({ file: { phase: 'busy' } }),
  'keep-it-done': () => keep({ file: { phase: 'done', name: 'textures-nano-image-seed-0-merged.zip' } }),
  'keep-it-failed': () =>
    keep({
      file: {
        phase: 'failed',
        problem: {
          code: 'export-too-large',
          message: 'vit-giant has 4.0 GB of weights; one ONNX file holds less than 2.1 GB.',
          hint: 'Download the merged model as safetensors and convert it with PyTorch, which can keep the weights in a second file.',
        },
      },
    }),
  'keep-it-lost': () => keep({ available: false }),
  'keep-it-paused': () => keep({ formats: ['pytorch'] }),
};
