/** @file The first visit: the question, one filled button, what the demo runs. */
import type { RunConfig } from '../../../config/run-config.ts';
import { Icon } from '../common/Icon.tsx';
import { MethodWords } from '../common/MethodWords.tsx';
import { questionWords } from '../common/modality-words.ts';

interface LeadEmptyProps {
  config: Pick<RunConfig, 'modality' | 'auxiliary'>;
  /** What the demo runs and how long, one or two short lines. */
  demoFacts: readonly string[];
  /** True while the demo's data is being read. */
  busy: boolean;
  onDemo: () => void;
}

export function LeadEmpty({ config, demoFacts, busy, onDemo }: LeadEmptyProps) {
  return (
    <div className="lead lead-empty">
      <div className="hero desk">
        <h3 className="hero-t">{questionWords(config)}</h3>
        <MethodWords />
        <div className="row">
          <button type="button" className="btn primary lg" onClick={onDemo} disabled={busy}>
            <Icon name="play" />
            Run the demo
          </button>
          <p className="help">
            {demoFacts.map((fact) => (
              <span key={fact} className="line">
                {fact}
              </span>
            ))}
          </p>
        </div>
      </div>
    </div>
  );
}
