/**
 * @file A link or an older session names a Hugging Face model that is not on this computer: says so and opens the list, where
 * it can be looked up; also where the target does not take such data. One that is in the browser's storage is taken from there without a request.
 */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { RunConfig } from '../../../config/run-config.ts';
import { hubNameOf } from '../../../core/checkpoint/hub-name.ts';
import type { Problem } from '../../../core/errors.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { hubStore, refreshStorage } from '../../state/hub-store.ts';
import { Notice, ProblemNotice } from '../common/Notice.tsx';
import type { Role } from './hub-words.ts';

interface AskedModelProps {
  config: RunConfig;
  cards: readonly ModelCard[];
  /** Why the target cannot be used with the data that is set up. */
  misfit: Problem | null;
  locked: boolean;
  onOpen: (role: Role) => void;
}

export function AskedModel({ config, cards, misfit, locked, onOpen }: AskedModelProps) {
  const deleted = useStore(hubStore, (state) => state.deleted);
  const missing = (['target', 'auxiliary'] as const).filter(
    (role) => hubNameOf(config[role]) && !cards.some((card) => card.id === config[role]),
  );
  const asked = missing.map((role) => config[role]).join();
  useEffect(() => {
    if (asked !== '') void refreshStorage();
  }, [asked]);
  const looks = (role: Role) => (
    <p className="row">
      <button type="button" className="btn s" disabled={locked} onClick={() => onOpen(role)}>
        Look at the {role}
      </button>
    </p>
  );
  if (misfit)
    return (
      <ProblemNotice problem={misfit} tone="caution" role="status" className="asked">
        {looks('target')}
      </ProblemNotice>
    );
  return missing.map((role) => (
    <Notice key={role} tone="caution" role="status" icon="link" className="asked">
      <p>
        {deleted.includes(config[role]) ? (
          <>
            The {role}, <b className="file">{hubNameOf(config[role])?.repo}</b>, is no longer on this computer. Nothing is requested from
            Hugging Face before you ask for it.
          </>
        ) : (
          <>
            These settings use <b className="file">{hubNameOf(config[role])?.repo}</b> of Hugging Face as the {role}. Nothing is requested
            there before you ask for it.
          </>
        )}
      </p>
      {looks(role)}
    </Notice>
  ));
}
