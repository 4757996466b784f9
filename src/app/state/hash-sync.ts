/**
 * @file The address and the settings follow each other: a burst of changes becomes one history entry, so
 * that Back steps back through settings, and a link, Back or an edited address becomes settings. While runs
 * are in progress the address stays what it is.
 */
import type { RunConfig } from '../../config/run-config.ts';
import { decodeConfig, encodeConfig } from '../../config/url-codec.ts';
import { sameConfig } from '../../config/validate.ts';
import { adoptConfig, configStore } from './config-store.ts';
import { dataStore } from './data-store.ts';
import { notify, withdrawNotices } from './notices-store.ts';
import { isBusy, runStore } from './run-store.ts';

/** A change is written to the address after this much quiet, in ms. */
const QUIET_MS = 400;
/** Marks history entries whose address this page has written or read: Back and Forward to them are steps, no links. */
const SEEN = { settings: true };

/** The settings, with the data of the link that was opened for as long as the page asks about it. */
function linkedConfig(): RunConfig {
  const { config } = configStore.getState();
  return { ...config, data: dataStore.getState().asked ?? config.data };
}

function addressOf(config: RunConfig): string {
  return `${window.location.pathname}${window.location.search}#${encodeConfig(config)}`;
}

/** The link that repeats an experiment: this page's address with its settings as the fragment. */
export function shareLink(config = linkedConfig()): string {
  const { origin, pathname } = window.location;
  return `${origin}${pathname}#${encodeConfig(config)}`;
}

function tellProblems(problems: readonly string[]): void {
  withdrawNotices('link');
  const [first, ...rest] = problems;
  if (first === undefined) return;
  notify({ code: 'link', message: first, hint: rest.length > 0 ? rest.join(' ') : 'Everything else in the link was taken.' });
}

/** Puts the address back while runs are in progress. An entry that Back or Forward led to is kept below the new one. */
function refuse(isStep: boolean): void {
  const url = addressOf(linkedConfig());
  if (isStep) window.history.pushState(SEEN, '', url);
  else window.history.replaceState(SEEN, '', url);
  notify({
    code: 'address-locked',
    message: 'The address was not taken: settings and data are locked while runs are in progress.',
    hint: 'Stop the runs or wait for their end, then try again.',
  });
}

/**
 * Reads the address into the settings, then keeps both in step.
 * @param onDataAsked called with a `data` setting that a link or an edited address asks for
 * @returns the function that ends it
 */
export function startHashSync(onDataAsked: (data: string) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const write = () => {
    clearTimeout(timer);
    const config = linkedConfig();
    const at = decodeConfig(window.location.hash).config;
    if (sameConfig(at, config)) return;
    const onlyData = sameConfig({ ...at, data: config.data }, config);
    if (onlyData) window.history.replaceState(SEEN, '', addressOf(config));
    else window.history.pushState(SEEN, '', addressOf(config));
  };

  const read = (isFirst: boolean) => {
    const isStep = !isFirst && window.history.state?.settings === true;
    const { config, problems } = decodeConfig(window.location.hash);
    if (!isFirst && isBusy(runStore.getState())) {
      if (!sameConfig(config, linkedConfig())) refuse(isStep);
      return;
    }
    clearTimeout(timer);
    tellProblems(problems);
    if (isFirst) configStore.setState({ config: { ...config, data: configStore.getState().config.data } });
    else adoptConfig(config);
    // A step goes back through settings; the data stays, and the entry then says which it is.
    if (isStep) return write();
    window.history.replaceState(SEEN, '');
    if (config.data !== linkedConfig().data) onDataAsked(config.data);
  };

  const writeSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(write, QUIET_MS);
  };
  const onNavigate = () => read(false);

  read(true);
  const stopConfig = configStore.subscribe((state, before) => {
    if (!sameConfig(state.config, before.config)) writeSoon();
  });
  const stopData = dataStore.subscribe((state, before) => {
    if (state.asked !== before.asked) writeSoon();
  });
  // Back and Forward raise it as well, once; what is the same in two entries needs no reading.
  window.addEventListener('hashchange', onNavigate);
  return () => {
    clearTimeout(timer);
    stopConfig();
    stopData();
    window.removeEventListener('hashchange', onNavigate);
  };
}
