/**
 * @file The Hugging Face part of the model list, connected: look up, preview, download, use, and the storage meter.
 */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { RunConfig } from '../../../config/run-config.ts';
import { hubNameOf } from '../../../core/checkpoint/hub-name.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { cancelDownload, deleteStored, hubStore, lookUp, openHubModel, refreshStorage } from '../../state/hub-store.ts';
import { Notice, ProblemNotice } from '../common/Notice.tsx';
import { HubFind } from './HubFind.tsx';
import { HubPreview } from './HubPreview.tsx';
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
  const { name, looking, preview, problem, download, storage, storageProblem } = useStore(hubStore);
  useEffect(() => {
    void refreshStorage();
  }, []);
  const chosen = config[role];
  const known = role === 'target' ? target : auxiliary;
  const asked = known ? null : hubNameOf(chosen);
  const use = async (id: string) => {
    const wanted = hubNameOf(id);
    if (wanted && (await openHubModel(wanted))) onUse(id);
  };
  return (
    <section className="hub" aria-labelledby="hub-h">
      <h4 id="hub-h">From Hugging Face</h4>
      {asked && preview?.card.id !== chosen && !looking && (
        <Notice tone="caution" role="status" icon="link">
          <p>
            These settings use <b className="file">{asked.repo}</b>. Nothing has been requested yet: press Look up to see what it is.
          </p>
        </Notice>
      )}
      <HubFind
        key={asked?.repo ?? ''}
        asked={asked}
        looking={looking}
        disabled={download !== null}
        onLookUp={(text, revision) => void lookUp(text, revision)}
      />
      {problem && <ProblemNotice problem={problem} />}
      {preview && (
        <HubPreview
          role={role}
          preview={preview}
          verdict={fitVerdict(role, preview.card, role === 'target' ? auxiliary : target, config)}
          memory={memoryWords(role, preview.card, target, config, samples)}
          download={download}
          chosen={chosen === preview.card.id && known !== undefined}
          onDownload={() => name && void openHubModel(name)}
          onCancel={() => void cancelDownload()}
          onUse={() => void use(preview.card.id)}
        />
      )}
      {storageProblem && <ProblemNotice problem={storageProblem} />}
      {storage && <StorageMeter storage={storage} locked={download?.id ?? null} onDelete={(id) => void deleteStored(id)} />}
    </section>
  );
}
