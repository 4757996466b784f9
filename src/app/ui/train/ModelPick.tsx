/** @file Head of a diagram column: the model's name, what it sees, how big; opens the list of models. */
import { MODALITIES } from '../../../config/modalities.ts';
import { hubNameOf } from '../../../core/checkpoint/hub-name.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { Icon } from '../common/Icon.tsx';
import { modelName } from './model-name.ts';

/** `1.2 M parameters`. */
export function parameterWords(count: number): string {
  return count >= 1e6 ? `${(count / 1e6).toFixed(1)} M parameters` : `${Math.round(count / 1e3)} k parameters`;
}

interface ModelPickProps {
  side: 'target' | 'auxiliary';
  /** The chosen id, shown while its card is not known. */
  id: string;
  card: ModelCard | undefined;
  /** The list of models is still being read. */
  loading: boolean;
  disabled: boolean;
  onOpen: () => void;
}

export function ModelPick({ side, id, card, loading, disabled, onOpen }: ModelPickProps) {
  const none = side === 'auxiliary' && id === 'none';
  const title = side === 'target' ? 'Target' : 'Auxiliary';
  const sees = card ? `, ${card.config.modality === 'point' ? 'points' : MODALITIES[card.config.modality].label}` : '';
  const detail = none
    ? 'baseline only'
    : !card
      ? loading
        ? 'being read'
        : /^(own|hf):/.test(id)
          ? 'not on this computer'
          : 'not found'
      : side === 'auxiliary'
        ? 'weights only'
        : id === 'scratch'
          ? 'random weights'
          : parameterWords(card.parameters);
  return (
    <button
      type="button"
      className={side === 'target' ? 'pick' : 'pick pick-a'}
      aria-haspopup="dialog"
      disabled={disabled}
      title={disabled ? 'Models are locked while runs are in progress' : (hubNameOf(id)?.repo ?? undefined)}
      onClick={onOpen}
    >
      <span className="pk-k">
        {card && <Icon name={card.config.modality} />}
        {title}
        {sees}
      </span>
      <span className="pk-n">
        <span>{none ? 'none' : id === 'scratch' ? 'from scratch' : card && !id.startsWith('hf:') ? card.config.name : modelName(id)}</span>
        {!disabled && <Icon name="chevron" />}
      </span>
      <span className="pk-f">{detail}</span>
    </button>
  );
}
