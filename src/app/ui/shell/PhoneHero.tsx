/**
 * @file The question of the first visit on a phone, before step 1. On wide screens it stands in Train.
 */
import { MODALITIES } from '../../../config/modalities.ts';
import { runDemo } from '../../state/actions.ts';
import { useConfig, useData, useRun } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { MethodWords } from '../common/MethodWords.tsx';
import { questionWords } from '../common/modality-words.ts';

export function PhoneHero() {
  const empty = useData((state) => state.drops.length === 0);
  const importing = useData((state) => state.phase === 'importing');
  const idle = useRun((state) => state.phase === 'idle');
  const config = useConfig((state) => state.config);
  if (!empty || !idle) return null;
  return (
    <div className="hero phone">
      <h2 className="hero-t">{questionWords(config)}</h2>
      <MethodWords />
      <p className="row">
        <button type="button" className="btn primary lg" disabled={importing} onClick={runDemo}>
          <Icon name="play" />
          Run the demo
        </button>
        <span className="help">A sample of {MODALITIES[config.modality].many}, synthetic. Both arms, then merge.</span>
      </p>
    </div>
  );
}
