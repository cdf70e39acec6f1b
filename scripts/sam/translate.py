"""Prints what SAM's translator makes of each template given, as JSON by template.

It takes the way of `sam validate` without --lint, but for the names of AWS's managed policies, which
that asks IAM for: our templates name those by ARN, so that none is needed.
"""

import json
import sys

import yaml
from samcli.lib.translate.sam_template_validator import SamTemplateValidator
from samcli.yamlhelper import yaml_parse


class NoManagedPolicies:
    """Stands for a call to IAM."""

    def load(self):
        return {}


def translate(path):
    with open(path, encoding="utf-8") as template:
        parsed = yaml_parse(template.read())
    validator = SamTemplateValidator(parsed, NoManagedPolicies(), region="eu-west-1")
    return yaml.safe_load(validator.get_translated_template_if_valid())


if __name__ == "__main__":
    try:
        json.dump({path: translate(path) for path in sys.argv[1:]}, sys.stdout)
    except Exception as error:  # whatever SAM refuses a template with
        sys.exit(f"{type(error).__name__}: {error}")
