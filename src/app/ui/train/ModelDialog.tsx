/**
 * @file The list of models for one role, as a native dialog: cards with what they are and what they were
 * trained on, misfits with the reason, “none” for the auxiliary, Hugging Face, and files of one's own.
 */
import { type ReactNode, useEffect, useRef } from 'react';
import type { Problem } from '../../../core/errors.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { Icon } from '../common/Icon.tsx';
import { ProblemNotice } from '../common/Notice.tsx';
import { isNonCommercial } from './hub-words.ts';
import { MODALITY_WORDS, parameterWords } from './ModelPick.tsx';
import type { ModelChoice } from './model-choices.ts';

interface ModelDialogProps {
  side: 'target' | 'auxiliary';
  choices: readonly ModelChoice[];
  chosen: string;
  loading: boolean;
  problem: Problem | null;
  /** What training with that model needs, in words; null where nothing can be said. */
  memory: (card: ModelCard) => string | null;
  /** The Hugging Face part. */
  children?: ReactNode;
  onChoose: (id: string) => void;
  onFolder: (files: File[]) => void;
  onClose: () => void;
}

function facts({ id, config, parameters, data, license, notes }: ModelCard, memory: string | null): string[] {
  return [
    `${parameterWords(parameters)}, width ${config.embedDim}, ${config.depth} blocks, ${config.numHeads} heads`,
    id === 'scratch' ? 'Random weights, from the seed' : `Pretrained on ${data || 'data that its card does not name'}`,
    ...(id === 'scratch' ? [] : [license ? `Licence ${license}` : 'No licence stated']),
    ...(memory === null ? [] : [memory]),
    ...(id.startsWith('hf:') ? notes : []),
  ];
}

interface CardButtonProps {
  choice: ModelChoice;
  chosen: boolean;
  memory: string | null;
  onChoose: (id: string) => void;
}

function CardButton({ choice, chosen, memory, onChoose }: CardButtonProps) {
  const { card, misfit, note } = choice;
  const scratch = card.id === 'scratch';
  return (
    <button type="button" className="card" aria-pressed={chosen} disabled={misfit !== null} onClick={() => onChoose(card.id)}>
      <span className="card-i">
        <Icon name={card.config.modality} />
      </span>
      <span className="card-t">
        <b>
          {scratch ? 'from scratch' : card.config.name}
          <span className="tag">{MODALITY_WORDS[card.config.modality]}</span>
          {card.id.startsWith('own:') && <span className="tag">your folder {card.id.slice('own:'.length)}</span>}
          {card.id.startsWith('hf:') && <span className="tag">Hugging Face</span>}
          {isNonCommercial(card.license) && <span className="tag">not for commercial use</span>}
          {chosen && <Icon name="check" />}
        </b>
        {facts(card, misfit ? null : memory).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        {(misfit ?? note) && <span className={misfit ? 'card-why' : 'card-note'}>{misfit ?? note}</span>}
      </span>
    </button>
  );
}

export function ModelDialog({ side, choices, chosen, loading, problem, memory, children, onChoose, onFolder, onClose }: ModelDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    element.showModal();
    element.querySelector<HTMLElement>('[aria-pressed="true"]:not(:disabled)')?.focus();
  }, []);
  const title = side === 'target' ? 'Choose the target' : 'Choose the auxiliary';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a native dialog; this is a press beside it
    <dialog
      ref={dialog}
      className="models"
      aria-labelledby="models-t"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div className="models-in">
        <header>
          <h3 id="models-t">{title}</h3>
          <button type="button" className="ib" aria-label="Close" onClick={() => dialog.current?.close()}>
            <Icon name="close" />
          </button>
        </header>
        <p className="help">
          {side === 'target'
            ? 'The model that sees your data. It is trained in both arms.'
            : 'A model of another modality. It never sees your data; it lends its weights to the pathway arm.'}
        </p>
        <div className="cards">
          {choices.map((choice) => (
            <CardButton
              key={choice.card.id}
              choice={choice}
              chosen={choice.card.id === chosen}
              memory={memory(choice.card)}
              onChoose={onChoose}
            />
          ))}
          {side === 'auxiliary' && (
            <button type="button" className="card" aria-pressed={chosen === 'none'} onClick={() => onChoose('none')}>
              <span className="card-i">–</span>
              <span className="card-t">
                <b>none{chosen === 'none' && <Icon name="check" />}</b>
                <span>Train the baseline only; there is then no comparison and nothing to merge.</span>
              </span>
            </button>
          )}
        </div>
        {loading && <p className="help">Reading the list of models …</p>}
        {problem && <ProblemNotice problem={problem} />}
        <footer>
          <FileButton kind="folder" label="Open model folder…" onFiles={onFolder} />
          <FileButton kind="files" label="Open files…" onFiles={onFolder} />
          <span className="help">config.json and model.safetensors, or a .safetensors file alone; the files stay on this computer.</span>
        </footer>
        {children}
      </div>
    </dialog>
  );
}

interface FileButtonProps {
  kind: 'folder' | 'files';
  label: string;
  onFiles: (files: File[]) => void;
}

function FileButton({ kind, label, onFiles }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // React's types do not know the attribute; browsers do.
    if (kind === 'folder') input.current?.setAttribute('webkitdirectory', '');
  }, [kind]);
  return (
    <>
      <input
        ref={input}
        className="filepick"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      <button type="button" className="btn" onClick={() => input.current?.click()}>
        {label}
      </button>
    </>
  );
}
