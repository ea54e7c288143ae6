/** Names in words, of what must stay secret: at the end, so that its place, its user and its lifetime do not count. */
const SECRET = new RegExp(
  "(?:^|_)(?:pass(?:word|wd|phrase)|pwd|secret|secret_?access_?key|(?:secret|api|access|admin|auth|private|signing|encryption|master|jwt|subscription|license)_?key|" +
  "api_?(?:token|secret)|client_?secret|token|[a-z]*(?:access|auth|bearer|refresh|bot|id)token|credentials?|authori[sz]ation|pat)$",
);
/** Law: a name without any of these is none of them. Most names are asked about in vain. */
const MENTIONED = /pass|pwd|secret|key|token|credential|authori|pat$/i;
/** Of a name in words. What is kept in a cache or sent in a field counts where the word is its own: `cache_key`, `token_field`, not `storage_access_key`. */
const PUBLIC =
  /(?:^|_)(?:public|anon)|publishable|client_?id|site_?key|write_?key|analytics|telemetry|posthog|csrf|xsrf|page_?token|cancel|(?:^|_)(?:cache|storage|prefix|header|cookie|field|param)(?:_?(?:key|name))?$/;
/** What is spelled so and counts, pages through, or shapes text. */
const OTHER = /(?:^|_)(?:max|min|num|count|total|page|next|previous|prev|continuation|continue|cursor|sync|cancellation|progress|resume|design|input|output|prompt|completion|stop|eos|bos|pad)_?(?:tokens?|keys?)$/;

/** A name under which programs keep what must stay secret: `API_KEY`, `x-api-key`, `accessToken`. */
export function isSecretName(name: string): boolean {
  if (!MENTIONED.test(name)) return false;
  const words = inWords(name);
  return SECRET.test(words) && !OTHER.test(words);
}

/** A name that says that the key is printed in web pages, or that something is merely called so: `ANALYTICS_WRITE_KEY`, `nextPageToken`. */
export function isPublicName(name: string): boolean {
  return PUBLIC.test(inWords(name));
}

/** A name of what must stay secret and is not printed anywhere. */
export function isPrivateName(name: string): boolean {
  return isSecretName(name) && !isPublicName(name);
}

const PROOF = /authori[sz]ation|api_?key|secret|credential|bearer|(?:^|_)jwt|cookie|signature|^x_(?:\w*_)?(?:key|auth)$|^(?:key|auth)$/;

/** The name of a header, a cookie or a parameter by which a request proves who sent it. */
export function isProofName(name: string): boolean {
  return isSecretName(name) || PROOF.test(inWords(name));
}

/** `nextPageToken`, `NEXT-PAGE-TOKEN`: `next_page_token`. */
export function inWords(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/-/g, "_").toLowerCase();
}
