/**
 * @file A link brought settings whose data is not on the page: says whose it was, and offers what can be done. Data at an
 * address is asked for only when the reader says so, and downloaded only after its name and size were shown.
 */
import { useStore } from 'zustand';
import { readAddress } from '../../../core/data/address/read-address.ts';
import { displayName } from '../../../core/data/display-name.ts';
import { addressStore, askAddress, forgetAddress } from '../../state/address-store.ts';
import { catalogStore, dismissAsked, loadSample } from '../../state/data-sources.ts';
import { isBusy } from '../../state/run-store.ts';
import { useData, useRun } from '../common/hooks.ts';
import { Notice } from '../common/Notice.tsx';
import { AddressAnswer } from './AddressAnswer.tsx';

interface Offer {
  words: string;
  /** It is at an address, which nobody has asked yet. */
  isUnasked?: boolean;
  button?: { label: string; press: () => void };
}

function offerFor(asked: string, kept: boolean, sampleName: (id: string) => string): Offer {
  const sample = /^sample:(.+)$/.exec(asked)?.[1];
  if (sample) {
    const name = sampleName(sample);
    return {
      words: `This link was made with the sample ${name}.${kept ? ' The data that you had is still here.' : ''}`,
      button: { label: `Load ${name}`, press: () => void loadSample(sample) },
    };
  }
  if (asked === 'own')
    return {
      words: 'This link was made with files that stayed on another computer. Its settings are here; drop your own data to use them.',
    };
  return (
    offerOfAddress(asked) ?? {
      words: `This link names data that the page does not know, “${displayName(asked, 60)}”. Its settings are here; drop your own data to use them.`,
    }
  );
}

/** Null for what is no address that can be asked. */
function offerOfAddress(asked: string): Offer | null {
  try {
    const address = readAddress(asked);
    const [what, host] =
      address.kind === 'file'
        ? [address.name === address.host ? 'data' : `“${address.name}”`, address.host]
        : [`the dataset ${address.repo}`, 'Hugging Face'];
    return {
      words: `This link was made with ${what} at ${host}.`,
      isUnasked: true,
      button: { label: `Look at ${host}`, press: () => void askAddress(asked, 'link') },
    };
  } catch {
    return null;
  }
}

export function AskedData() {
  const asked = useData((state) => state.asked);
  const importing = useData((state) => state.phase === 'importing');
  const kept = useData((state) => state.drops.length > 0);
  const locked = useRun(isBusy);
  const samples = useStore(catalogStore, (state) => state.samples);
  const phase = useStore(addressStore, ({ place, phase }) => (place === 'link' ? phase : 'idle'));
  // While a link's sample is being fetched there is nothing to ask.
  if (asked === null || (importing && phase !== 'loading')) return null;
  const { words, button, isUnasked } = offerFor(asked, kept, (id) => samples.find((sample) => sample.id === id)?.name ?? id.slice(0, 40));
  const hide = () => {
    forgetAddress();
    dismissAsked();
  };
  return (
    <Notice tone="caution" role="status" icon="link" className="asked">
      <p>
        {words}
        {isUnasked && phase === 'idle' && ' Nothing is requested there until you say so.'}
      </p>
      {phase === 'idle' && (
        <p className="row">
          {button && (
            <button type="button" className="btn s" disabled={locked} onClick={button.press}>
              {button.label}
            </button>
          )}
          <button type="button" className="btn s" onClick={hide}>
            Hide
          </button>
        </p>
      )}
      <AddressAnswer place="link" disabled={locked} />
    </Notice>
  );
}
