/** What cfn-lint holds against a template: all of its rules but some, in some Regions. */
export interface Rules {
  readonly ignored: readonly string[];
  readonly regions: readonly string[];
}

/**
 * For templates as they are written, in every Region that cfn-lint knows. I4010 is experimental, and
 * wants each resource described anew in metadata: comments do that here.
 */
export const writtenRules: Rules = { ignored: ['I4010'], regions: ['ALL_REGIONS'] };

/**
 * For templates as SAM translates them, in our two Regions: the linter reads every policy once a
 * Region, and all of them would take many minutes. W3002: nested templates are local files until
 * `sam deploy` uploads them. I3011: SAM's own resources hold nothing; the written template is asked
 * for the others.
 */
export const translatedRules: Rules = {
  ignored: ['I4010', 'W3002', 'I3011'],
  regions: ['eu-west-1', 'eu-central-1'],
};
