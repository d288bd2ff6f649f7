import { initAll as startGovuk } from "./govuk-frontend.min.js";
import { initAll as startMoj } from "./moj-frontend.min.js";
import { startAutosave } from "./autosave.js";
import { startChecks } from "./checks.js";
import { startCopying } from "./copy-reference.js";
import { startDateLinks } from "./date-links.js";
import { startKeyboardHelp } from "./keyboard-help.js";
import { startReveals } from "./reveals.js";

startGovuk();
startMoj();
startAutosave();
startChecks();
startCopying();
startDateLinks();
startKeyboardHelp();
startReveals();
