// All checks, in the order in which they run: what is quick and says most comes first.
import { axe, ibm, nu } from './engines.mjs';
import { lawCard as card } from './card.mjs';
import { exit } from './exit.mjs';
import { glossary } from './glossary.mjs';
import { keyboard } from './keyboard.mjs';
import { print, reflow, targets, typography } from './layout.mjs';
import { listen } from './listen.mjs';
import { lighthouse } from './lighthouse.mjs';
import { phone } from './phone.mjs';
import { noscript, privacy, steady, weight } from './network.mjs';
import { offline } from './offline.mjs';
import { search } from './search.mjs';
import { settings } from './settings.mjs';
import { video } from './video.mjs';
import { xss } from './xss.mjs';

export const CHECKS = { nu, offline, privacy, xss, weight, phone, steady, noscript, exit, settings, search, card, glossary, listen, video, print, typography, targets, reflow, keyboard, axe, ibm, lighthouse };
