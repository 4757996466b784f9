/** @file The heads of the diagram's columns: the two model pickers and the formula between them. */
import type { RunConfig } from '../../../config/run-config.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { Formula } from '../common/Formula.tsx';
import { ModelPick } from './ModelPick.tsx';

interface DiagramHeadProps {
  config: RunConfig;
  target: ModelCard | undefined;
  auxiliary: ModelCard | undefined;
  loading: boolean;
  /** Models cannot be changed while runs are in progress. */
  locked: boolean;
  onPick: (role: 'target' | 'auxiliary') => void;
}

export function DiagramHead({ config, target, auxiliary, loading, locked, onPick }: DiagramHeadProps) {
  const joined = config.auxiliary !== 'none';
  return (
    <div className="dia-head">
      <ModelPick side="target" id={config.target} card={target} loading={loading} disabled={locked} onOpen={() => onPick('target')} />
      <span className="eq">
        {joined && (
          <>
            <Formula />
            <svg className="arr" viewBox="0 0 60 8" aria-hidden="true">
              <path d="M59 4H2M6 .8 2 4l4 3.2" />
            </svg>
          </>
        )}
      </span>
      <ModelPick
        side="auxiliary"
        id={config.auxiliary}
        card={auxiliary}
        loading={loading}
        disabled={locked}
        onOpen={() => onPick('auxiliary')}
      />
    </div>
  );
}
