/** The shape that an issuer gives to its keys. */
export interface SecretShape {
  /** What it is, as a noun phrase without an article: "GitHub token". */
  readonly name: string;
  /** Global; linear in the text. A first group, where there is one, is the secret within what matches. */
  readonly pattern: RegExp;
  /** Where the shape is described. */
  readonly source: string;
}

const shape = (name: string, pattern: RegExp, source: string): SecretShape => ({ name, pattern, source });

/** Keys that are known by their prefix or frame. Public keys, publishable keys and keys of test modes are left out on purpose. */
export const SECRET_SHAPES: readonly SecretShape[] = [
  shape("AWS access key id", /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g, "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"),
  shape("GitHub token", /\bgh[pousr]_[A-Za-z0-9]{36,251}\b/g, "https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/"),
  shape("GitHub token", /\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b/g, "https://github.blog/changelog/2022-10-18-introducing-fine-grained-personal-access-tokens/"),
  shape("GitLab token", /\bgl(?:pat|dt|rt|ptt|cbt|soat)-[\w-]{20,80}/g, "https://docs.gitlab.com/security/tokens/#token-prefixes"),
  shape("Slack token", /\bxox[abeoprs]-(?:\d+-)*[A-Za-z0-9-]{10,120}\b/g, "https://docs.slack.dev/authentication/tokens"),
  shape("Slack app token", /\bxapp-\d-[A-Z0-9]+-\d+-[a-f0-9]{20,100}\b/g, "https://docs.slack.dev/authentication/tokens"),
  shape("Slack webhook", /\bhooks\.slack\.com\/(?:services|workflows)\/([A-Z0-9]{6,}\/[A-Z0-9]{6,}\/[A-Za-z0-9]{16,})/g, "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks"),
  shape("Stripe secret key", /\b[rs]k_live_[A-Za-z0-9]{16,250}\b/g, "https://docs.stripe.com/keys"),
  shape("Stripe webhook secret", /\bwhsec_[A-Za-z0-9+/]{24,100}/g, "https://docs.stripe.com/webhooks"),
  shape("OpenAI key", /\bsk-(?:(?:proj|svcacct|admin|None)-[\w-]{32,200}|[A-Za-z0-9]{48})(?![\w-])/g, "https://platform.openai.com/docs/api-reference/authentication"),
  shape("Anthropic key", /\bsk-ant-(?:api|admin|oat)\d{2}-[\w-]{32,120}/g, "https://docs.claude.com/en/api/overview"),
  shape("OpenRouter key", /\bsk-or-v1-[a-f0-9]{64}\b/g, "https://openrouter.ai/docs/api-reference/authentication"),
  shape("Google API key", /\bAIza[\w-]{35}(?![\w-])/g, "https://cloud.google.com/docs/authentication/api-keys"),
  shape("Google OAuth client secret", /\bGOCSPX-[\w-]{28}(?![\w-])/g, "https://developers.google.com/identity/protocols/oauth2"),
  shape("Google OAuth token", /\bya29\.[\w-]{40,1024}/g, "https://developers.google.com/identity/protocols/oauth2"),
  shape("npm token", /\bnpm_[A-Za-z0-9]{36}\b/g, "https://docs.npmjs.com/about-access-tokens"),
  shape("PyPI token", /\bpypi-AgEIcHlwaS5vcmc[\w-]{50,1000}/g, "https://pypi.org/help/#apitoken"),
  shape("SendGrid key", /\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g, "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys"),
  shape("Twilio key", /\bSK[0-9a-f]{32}\b/g, "https://www.twilio.com/docs/iam/api-keys"),
  shape("Mailgun key", /\bkey-[0-9a-f]{32}\b/g, "https://documentation.mailgun.com/docs/mailgun/api-reference/mg-auth"),
  shape("Telegram bot token", /\b\d{8,10}:AA[\w-]{33}(?![\w-])/g, "https://core.telegram.org/bots/api#authorizing-your-bot"),
  shape("Discord bot token", /\b[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/g, "https://docs.discord.com/developers/reference#authentication"),
  shape("Discord webhook", /\bdiscord(?:app)?\.com\/api\/webhooks\/\d{16,20}\/([\w-]{60,72})/g, "https://docs.discord.com/developers/resources/webhook"),
  shape("Hugging Face token", /\bhf_[A-Za-z0-9]{34}\b/g, "https://huggingface.co/docs/hub/security-tokens"),
  shape("DigitalOcean token", /\bdo[oprt]_v1_[0-9a-f]{64}\b/g, "https://docs.digitalocean.com/reference/api/create-personal-access-token/"),
  shape("Notion token", /\b(?:secret_[A-Za-z0-9]{43}|ntn_\d{11}[A-Za-z0-9]{35})\b/g, "https://developers.notion.com/reference/authentication"),
  shape("Linear key", /\blin_(?:api|oauth)_[A-Za-z0-9]{32,64}\b/g, "https://linear.app/developers/graphql"),
  shape("Shopify token", /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/g, "https://shopify.dev/docs/apps/build/authentication-authorization"),
  shape("Databricks token", /\bdapi[0-9a-f]{32}\b/g, "https://docs.databricks.com/aws/en/dev-tools/auth/pat"),
  shape("Supabase token", /\bsb(?:p_[0-9a-f]{40}|_secret_[\w-]{20,64})(?![\w-])/g, "https://supabase.com/docs/guides/api/api-keys"),
  shape("Airtable token", /\bpat[A-Za-z0-9]{14}\.[0-9a-f]{64}\b/g, "https://airtable.com/developers/web/guides/personal-access-tokens"),
  shape("Groq key", /\bgsk_[A-Za-z0-9]{52}\b/g, "https://console.groq.com/docs/quickstart"),
  shape("Replicate token", /\br8_[A-Za-z0-9]{37}\b/g, "https://replicate.com/docs/topics/security/api-tokens"),
  shape("Perplexity key", /\bpplx-[A-Za-z0-9]{48}\b/g, "https://docs.perplexity.ai/guides/getting-started"),
  shape("xAI key", /\bxai-[A-Za-z0-9]{80}\b/g, "https://docs.x.ai/docs/tutorial"),
  shape("Tavily key", /\btvly-(?:dev-|prod-)?[A-Za-z0-9]{32}\b/g, "https://docs.tavily.com/documentation/api-reference/introduction"),
  shape("Figma token", /\bfig[dou]_[\w-]{40}(?![\w-])/g, "https://developers.figma.com/docs/rest-api/authentication/"),
  shape("Postman key", /\bPMAK-[0-9a-f]{24}-[0-9a-f]{34}\b/g, "https://learning.postman.com/docs/developer/postman-api/authentication/"),
  shape("Azure storage key", /\bAccountKey=([A-Za-z0-9+/]{86}==)/g, "https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string"),
  shape("private key", /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----\s{0,4}([^-\s][^-]{40,8192})/g, "https://www.rfc-editor.org/rfc/rfc7468"),
  shape("JSON Web Token", /\beyJ[\w-]{10,2048}\.eyJ[\w-]{10,4096}\.[\w-]{20,1024}/g, "https://www.rfc-editor.org/rfc/rfc7519"),
];

/** `scheme://user:password@host`: the user, the password and the host. */
export const CONNECTION = /\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s:/@"'`<>]{0,128}):([^\s/@"'`<>]{1,256})@([^\s/:?#"'`<>]{1,256})/gi;

/** A word that says that a secret follows, and what follows it as a value. */
export const NAMED =
  /(?<![A-Za-z])(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[ _-]?key|access[ _-]?key|auth[ _-]?key|private[ _-]?key|secret[ _-]?key|signing[ _-]?key|credentials?|apikey)\b["'`*\])]{0,3}(?:\s{0,3}(?::=|=>|[:=])|\s{1,3}(?:is|of|as)\b:?|\s{0,3}(?=["'`]))\s{0,3}["'`*]{0,2}([^\s"'`<>,;()[\]{}]{6,256})/gi;

/** The header that carries a credential. */
export const BEARER = /\b(?:Bearer|Basic|token)\s{1,3}([A-Za-z0-9._~+/-]{16,2048}={0,2})/g;
