import { rules } from "../rules/index.js";
import type { Config } from "./config.js";
import type { Finding, Preset } from "./finding.js";
import { filePolicies } from "./policy.js";
import { silencerOf } from "./policy-judge.js";
import { holds } from "./preset.js";

/** Whether the configuration of a project lets a finding be shown by a rule that the host runs under a preset of its own. */
export type Shows = (finding: Finding, preset: Preset) => boolean;

const known = new WeakMap<Config, Shows>();

/**
 * The configuration as the plugin hears it. Which rules run, and how severe they are, is ESLint's to say; the file says where a rule is off or a preset narrower, what is by
 * design, and what is silenced.
 */
export function showsOf(config: Config): Shows {
  let shows = known.get(config);
  if (shows === undefined) known.set(config, (shows = makeShows(config)));
  return shows;
}

function makeShows({ policy }: Config): Shows {
  const at = filePolicies(policy, rules);
  const silence = silencerOf(policy);
  return (finding, preset) => {
    const { rule: id, location: { file } } = finding;
    const local = at(file);
    const own = rules.get(id)?.preset ?? preset;
    const narrow = local.own ?? preset;
    if (local.off.has(id) || narrow === "off") return false;
    // a rule that the host runs is asked for, whatever the preset, unless the file says which preset holds there
    const isAsked = local.named.has(id) || local.own === undefined;
    const held = isAsked && !holds(narrow, own) ? own : narrow;
    return holds(held, finding.preset) && silence(finding) === undefined;
  };
}
