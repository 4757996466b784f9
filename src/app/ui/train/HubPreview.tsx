/**
 * @file What a repository on Hugging Face holds, before and while it is downloaded: facts, licence, memory, whether it fits,
 * one row of actions, and below it what went wrong. Everything from outside is shown as text.
 */

import { type Ref, useId } from 'react';
import { MODALITIES } from '../../../config/modalities.ts';
import type { Problem } from '../../../core/errors.ts';
import type { ModelPreview } from '../../../worker/protocol.ts';
import { Icon } from '../common/Icon.tsx';
import { ProblemNotice } from '../common/Notice.tsx';
import { HubActions, type HubActionsProps } from './HubActions.tsx';
import { isNonCommercial, type Verdict } from './hub-words.ts';
import { parameterWords } from './ModelPick.tsx';

interface HubPreviewProps extends Omit<HubActionsProps, 'fits' | 'fitId'> {
  verdict: Verdict;
  /** Null where nothing can be said. */
  memory: string | null;
  /** Why the download failed. */
  problem: Problem | null;
  /** Takes the focus when the answer comes. */
  heading?: Ref<HTMLHeadingElement>;
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

export function HubPreview({ verdict, memory, problem, heading, ...actions }: HubPreviewProps) {
  const { card, commit } = actions.preview;
  const { config } = card;
  const fitId = useId();
  const [repo = ''] = card.id.slice('hf:'.length).split('@');
  return (
    <article className="hub-card" aria-label={repo}>
      <h5 className="hub-t" ref={heading} tabIndex={-1}>
        <Icon name={config.modality} />
        <span>
          {repo} <span className="tag">{MODALITIES[config.modality].label}</span>
        </span>
      </h5>
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
        {(memory !== null || verdict.fits) && (
          <>
            <dt>Memory</dt>
            <dd>{memory ?? 'depends on the target'}</dd>
          </>
        )}
        <dt>Commit</dt>
        <dd className="file">{commit.slice(0, 12)}</dd>
      </dl>
      <p className={verdict.fits ? 'hub-fit' : 'hub-fit card-why'} id={fitId}>
        <Icon name={verdict.fits ? 'check' : 'warning'} />
        {verdict.words}
      </p>
      {verdict.note && (
        <p className="hub-fit card-why">
          <Icon name="warning" />
          {verdict.note}
        </p>
      )}
      {card.notes.map((note) => (
        <p key={note} className="help">
          {note}
        </p>
      ))}
      <HubActions {...actions} fits={verdict.fits} fitId={fitId} />
      {problem && <ProblemNotice problem={problem} />}
    </article>
  );
}
