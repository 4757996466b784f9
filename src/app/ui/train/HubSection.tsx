/**
 * @file The Hugging Face part of the model list, connected: look up, preview, download, use, and the storage meter. When an
 * answer comes it is scrolled into view and takes the focus; what was asked and what failed is forgotten on closing.
 */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { RunConfig } from '../../../config/run-config.ts';
import { hubNameOf } from '../../../core/checkpoint/hub-name.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { cancelDownload, closeHub, deleteStored, hubStore, lookUp, openHubModel, refreshStorage } from '../../state/hub-store.ts';
import { forgetFolderProblem } from '../../state/models-store.ts';
import { Notice, ProblemNotice } from '../common/Notice.tsx';
import { HubFind } from './HubFind.tsx';
import { HubPreview } from './HubPreview.tsx';
import { noneWords, pairWords, suggestionsFor } from './hub-suggestions.ts';
import { fitVerdict, memoryWords, type Role } from './hub-words.ts';
import { StorageMeter } from './StorageMeter.tsx';

interface HubSectionProps {
  role: Role;
  config: RunConfig;
  target: ModelCard | undefined;
  auxiliary: ModelCard | undefined;
  /** Samples in the training set, where there are data. */
  samples: number | undefined;
  onUse: (id: string) => void;
}

export function HubSection({ role, config, target, auxiliary, samples, onUse }: HubSectionProps) {
  const { name, looking, preview, problem, download, cancelled, deleted, storage, storageProblem } = useStore(hubStore);
  const finder = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    void refreshStorage();
    return () => {
      closeHub();
      forgetFolderProblem();
    };
  }, []);
  const answered = preview?.card.id;
  useEffect(() => {
    if (answered === undefined) return;
    heading.current?.closest('article')?.scrollIntoView({ block: 'nearest' });
    const active = document.activeElement;
    if (active === document.body || finder.current?.contains(active)) heading.current?.focus({ preventScroll: true });
  }, [answered]);
  const hasFailed = problem !== null && preview === null;
  useEffect(() => {
    if (hasFailed) finder.current?.scrollIntoView({ block: 'nearest' });
  }, [hasFailed]);

  const chosen = config[role];
  const [known, other] = role === 'target' ? [target, auxiliary] : [auxiliary, target];
  const asked = known ? null : hubNameOf(chosen);
  const use = async (id: string) => {
    const wanted = hubNameOf(id);
    if (wanted && (await openHubModel(wanted))) onUse(id);
  };
  const suggestions = suggestionsFor(role, config, other);
  const pair = pairWords(config);
  const advice = [...(suggestions.length === 0 ? [noneWords(role, other)] : []), ...(pair === null ? [] : [pair])];
  const kept = storage?.models.find(({ id }) => id === preview?.card.id);
  return (
    <section className="hub" aria-labelledby="hub-h">
      <h4 id="hub-h">From Hugging Face</h4>
      {asked && preview?.card.id !== chosen && !looking && (
        <Notice tone="caution" role="status" icon="link">
          <p>
            These settings use <b className="file">{asked.repo}</b>
            {deleted.includes(chosen)
              ? ', which is no longer on this computer. Look it up to download it again.'
              : '. Nothing has been requested yet: press Look up to see what it is.'}
          </p>
        </Notice>
      )}
      <div className="hub-find" ref={finder}>
        <HubFind
          role={role}
          first={asked ?? name}
          isAsked={asked !== null}
          looking={looking}
          disabled={download !== null}
          suggestions={suggestions}
          advice={advice}
          onLookUp={(text, revision) => void lookUp(text, revision)}
        />
        {hasFailed && <ProblemNotice problem={problem} />}
      </div>
      {preview && (
        <HubPreview
          key={preview.card.id}
          role={role}
          preview={preview}
          verdict={fitVerdict(role, preview.card, other, config)}
          memory={memoryWords(role, preview.card, target, config, samples)}
          problem={problem}
          heading={heading}
          download={download}
          cancelled={cancelled?.id === preview.card.id ? cancelled : null}
          isKept={storage !== null && storage.quota !== null}
          inMemory={kept?.inMemory === true}
          chosen={chosen === preview.card.id && known !== undefined}
          onDownload={() => name && void openHubModel(name)}
          onCancel={() => void cancelDownload()}
          onUse={() => void use(preview.card.id)}
        />
      )}
      {storageProblem && <ProblemNotice problem={storageProblem} />}
      {storage && <StorageMeter storage={storage} used={config} locked={download?.id ?? null} onDelete={(id) => deleteStored(id)} />}
    </section>
  );
}
