import { openWebkit } from './webkit.mjs';
import { suite } from './suite.mjs';

suite('webkit', openWebkit);
