/**
 * @file What a repository on Hugging Face holds, before and while it is downloaded: facts, licence, memory, whether it fits,
 * and one row of actions that keeps its height. Everything from outside is shown as text.
 */

import type { ModelPreview } from '../../../worker/protocol.ts';
import { formatBytes } from '../../charts/format.ts';
import type { Download } from '../../state/hub-store.ts';
import { Icon } from '../common/Icon.tsx';
import { isNonCommercial, type Role, type Verdict } from './hub-words.ts';
import { MODALITY_WORDS, parameterWords } from './ModelPick.tsx';

interface HubPreviewProps {
  role: Role;
  preview: ModelPreview;
  verdict: Verdict;
  /** Null where nothing can be said. */
  memory: string | null;
  /** The download in progress, of this model or another. */
  download: Download | null;
  chosen: boolean;
  onDownload: () => void;
  onCancel: () => void;
  onUse: () => void;
}

/** Family names as people know them. */
const FAMILIES: Readonly<Record<ModelPreview['card']['family'], string>> = {
  m2pt: 'of this playground',
  timm: 'timm ViT',
  mae: 'MAE',
  audiomae: 'AudioMAE',
  videomae: 'VideoMAE',
  'point-mae': 'Point-MAE',
  'hf-vit': 'ViT',
  'hf-deit': 'DeiT',
  'hf-vit-mae': 'ViT-MAE',
  'hf-ast': 'AST',
  'hf-videomae': 'VideoMAE',
};

export function HubPreview(props: HubPreviewProps) {
  const { preview, verdict, memory } = props;
  const { card, commit } = preview;
  const { config } = card;
  const [repo = ''] = card.id.slice('hf:'.length).split('@');
  return (
    <article className="hub-card" aria-label={repo}>
      <p className="hub-t">
        <Icon name={config.modality} />
        <b>{repo}</b>
        <span className="tag">{MODALITY_WORDS[config.modality]}</span>
      </p>
      <dl>
        <dt>Family</dt>
        <dd>{FAMILIES[card.family]}</dd>
        <dt>Size</dt>
        <dd>
          {parameterWords(card.parameters)}, width {config.embedDim}, {config.depth} blocks, {config.numHeads} heads
        </dd>
        <dt>Licence</dt>
        <dd>
          {card.license || 'not stated'}
          {isNonCommercial(card.license) && <span className="tag">not for commercial use</span>}
        </dd>
        <dt>Data</dt>
        <dd>{card.data || 'its card does not say'}</dd>
        <dt>Memory</dt>
        <dd>{memory ?? 'depends on the target'}</dd>
        <dt>Commit</dt>
        <dd className="file">{commit.slice(0, 12)}</dd>
      </dl>
      <p className={verdict.fits ? 'hub-fit' : 'hub-fit card-why'}>
        <Icon name={verdict.fits ? 'check' : 'warning'} />
        {verdict.words}
      </p>
      {card.notes.map((note) => (
        <p key={note} className="help">
          {note}
        </p>
      ))}
      <Actions {...props} />
    </article>
  );
}

function Actions({ role, preview, verdict, download, chosen, onDownload, onCancel, onUse }: HubPreviewProps) {
  const { card, cached } = preview;
  if (download?.id === card.id) {
    const { loaded, total } = download;
    const known = total > 0;
    return (
      <div className="hub-act">
        <span className="hub-bar">
          <span>
            {known ? `${loaded === 0 ? '0' : formatBytes(loaded)} of ${formatBytes(total)}` : cached ? 'Being opened …' : 'Starting …'}
          </span>
          <progress aria-label="Downloaded" value={known ? loaded : undefined} max={known ? total : undefined} />
        </span>
        <button type="button" className="btn" onClick={onCancel}>
          Cancel
        </button>
      </div>
    );
  }
  return (
    <div className="hub-act">
      {cached ? (
        <>
          <button type="button" className="btn primary" disabled={!verdict.fits || chosen || download !== null} onClick={onUse}>
            {chosen ? 'Chosen' : `Use as ${role}`}
          </button>
          <span className="help">On this computer, {formatBytes(card.bytes)}.</span>
        </>
      ) : (
        <>
          <button type="button" className="btn primary" disabled={download !== null} onClick={onDownload}>
            <Icon name="download" />
            Download {formatBytes(card.bytes)}
          </button>
          <span className="help">{preview.sha256 ? 'Checked by SHA-256' : 'Checked by its size'}, kept in this browser.</span>
        </>
      )}
    </div>
  );
}
