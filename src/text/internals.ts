import type { Internal } from "../server/view/view.js";

/** RFC 1918 and link-local, with the last parts that examples have left out. */
const PRIVATE_ADDRESS = /(?<![\d.])(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\.\d{1,3}\.\d{1,3}(?![\d.]*\/|\d|\.\d)/g;
/** Domains that only networks of one's own have: RFC 6762 appendix G, ICANN's `internal`. */
const PRIVATE_HOST = /(?<![\w.-])((?:[a-z0-9-]{1,63}\.){1,8})(internal|corp|intranet|lan|localdomain)(:\d{1,5}\b|\/)?(?![\w-]|[.(]\w)/gi;
const HOME = /(?:\/Users\/|\/home\/|\b[A-Za-z]:\\{1,2}Users\\{1,2})([A-Za-z0-9][\w.-]{0,63})(?=[/\\])/g;
const NOTE = /(?:^|[.;!?)]\s|\n|\/\/|\()\s{0,20}((?:TODO|FIXME|HACK|XXX)(?:\([^)\n]{0,40}\))?:\s[^.\n]{0,60})/;

/** Names that stand for anybody's. */
const ANYBODY = /^(?:users?|user[-_.]?name|usr|you|your.*|me|my.*|name|someone|somebody|anyone|foo|bar|baz|test.*|demo|sample|example.*|default|public|shared|x+|john.*|jane.*|jdoe|doe|joe|jack|jim|jill|alice|bob|carol|dave|eve|charlie|admin|administrator|root|guest|developer|dev|developers|home|ubuntu|debian|ec2-user|node|app|runner|vscode|codespace|claude|sandbox|coder|pi|vagrant|jovyan|gitpod|abc|username.*|\.+)$/i;
/** Hosts that documentation of platforms names, and such as every container has. */
const KNOWN_HOST = /^(?:(?:metadata\.google|host\.docker|gateway\.docker|docker\.for\.mac|host\.containers|kubernetes\.docker|[\w.-]*\bcompute|ec2|[\w-]+\.ec2)\.internal|[\w.-]*\b(?:example|your|my|foo|acme|company|mycompany|contoso|test|svc|host|server|service|api|app|db|wiki|git|gitlab|jira|docs)\b[\w-]*\.(?:internal|corp|lan|intranet|localdomain))/i;
const EXAMPLE = /(?:e\.?\s?g\.?|i\.?\s?e\.?|examples?|such as|\blike\b|for instance|default(?:s|ing)?|format|sample|\bor\b|private|reserved|internal (?:ip|addr|net|range)|rfc\s?1918|blocked|ranges?|loopback|metadata)[^.!?\n]{0,80}$/i;

const LONGEST_TEXT = 50_000;

/** Addresses, hosts and people of the network that a text was written in, and notes of its authors to themselves. What stands as an example is left out. */
export function internalsIn(whole: string): Internal[] {
  const text = whole.slice(0, LONGEST_TEXT);
  const found: Internal[] = [];
  const isExample = (index: number): boolean => EXAMPLE.test(text.slice(Math.max(0, index - 120), index).replace(/https?:\/\/\S{0,120}$/, "")) || /^[^.!?\n]{0,60}\b(?:example|for instance)\b/i.test(text.slice(index + 8, index + 80));
  for (const { 0: address, index } of text.matchAll(PRIVATE_ADDRESS)) {
    if (address.split(".").every((part) => Number(part) < 256) && !/\.0$|^169\.254\.169\.254$|^192\.168\.[01]\.1(?:00?)?$|^10\.0\.0\.\d$/.test(address) && !isExample(index)) found.push({ what: "a private address", shown: address });
  }
  for (const { 0: match, 1: labels = "", 2: domain = "", 3: after, index } of text.matchAll(PRIVATE_HOST)) {
    const host = match.replace(/\/$/, "");
    if ((after !== undefined || /:\/\/$/.test(text.slice(Math.max(0, index - 3), index)) || isPlainHost(labels, domain)) && !KNOWN_HOST.test(host) && !isExample(index)) found.push({ what: "an internal host", shown: host });
  }
  for (const { 0: home, 1: name = "" } of text.matchAll(HOME)) if (!ANYBODY.test(name)) found.push({ what: "somebody's home folder", shown: home });
  const note = NOTE.exec(text)?.[1];
  if (note !== undefined) found.push({ what: "a note of its authors", shown: note.trim().replace(/`/g, "'") });
  return found;
}

/** Packages and settings are called `jdk.internal` too: where no scheme, port or path stands beside it, two labels before it make a host. */
function isPlainHost(labels: string, domain: string): boolean {
  return domain.toLowerCase() !== "internal" || labels.split(".").length > 2;
}
