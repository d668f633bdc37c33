// Where the time of a step goes, how it grows with the network, and what the machine could do.
#pragma once

namespace backflow::bench {

/// Each prints one JSON object.
void print_stages(double seconds);
void print_scaling(double seconds);
void print_limit(double seconds);

}  // namespace backflow::bench
