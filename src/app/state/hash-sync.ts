/**
 * @file The address and the settings follow each other: a burst of changes becomes one history entry, so
 * that Back steps back through settings, and a link, Back or an edited address becomes settings.
 */
import { decodeConfig, encodeConfig } from '../../config/url-codec.ts';
import { sameConfig } from '../../config/validate.ts';
import { adoptConfig, configStore } from './config-store.ts';
import { notify, withdrawNotices } from './notices-store.ts';

/** A change is written to the address after this much quiet, in ms. */
const QUIET_MS = 400;

/** The link that repeats the experiment: this page's address with the settings as its fragment. */
export function shareLink(): string {
  const { origin, pathname } = window.location;
  return `${origin}${pathname}#${encodeConfig(configStore.getState().config)}`;
}

function tellProblems(problems: readonly string[]): void {
  withdrawNotices('link');
  const [first, ...rest] = problems;
  if (first === undefined) return;
  notify({ code: 'link', message: first, hint: rest.length > 0 ? rest.join(' ') : 'Everything else in the link was taken.' });
}

/**
 * Reads the address into the settings, then keeps both in step.
 * @param onDataAsked called with a `data` setting that the address asks for and the page does not show
 * @returns the function that ends it
 */
export function startHashSync(onDataAsked: (data: string) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = (isFirst = false) => {
    clearTimeout(timer);
    const { config, problems } = decodeConfig(window.location.hash);
    tellProblems(problems);
    const shown = configStore.getState().config;
    if (config.data !== shown.data && config.data !== '') onDataAsked(config.data);
    if (isFirst) configStore.setState({ config: { ...config, data: shown.data } });
    else adoptConfig(config);
  };

  const write = () => {
    const { config } = configStore.getState();
    const at = decodeConfig(window.location.hash).config;
    if (sameConfig(at, config)) return;
    const onlyData = sameConfig({ ...at, data: config.data }, config);
    const url = `${window.location.pathname}${window.location.search}#${encodeConfig(config)}`;
    if (onlyData) window.history.replaceState(null, '', url);
    else window.history.pushState(null, '', url);
  };

  const onNavigate = () => read();

  read(true);
  const stop = configStore.subscribe((state, before) => {
    if (sameConfig(state.config, before.config)) return;
    clearTimeout(timer);
    timer = setTimeout(write, QUIET_MS);
  });
  window.addEventListener('popstate', onNavigate);
  window.addEventListener('hashchange', onNavigate);
  return () => {
    clearTimeout(timer);
    stop();
    window.removeEventListener('popstate', onNavigate);
    window.removeEventListener('hashchange', onNavigate);
  };
}
