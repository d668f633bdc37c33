// SDL's configuration for Emscripten without the parts that a page of ours never uses: they would bring
// their JavaScript with them.
#ifndef SDL_config_h_
#define SDL_config_h_

#include "SDL_platform.h"

#include "SDL_config_emscripten.h"

#undef SDL_AUDIO_DRIVER_DISK
#undef SDL_AUDIO_DRIVER_DUMMY
#undef SDL_AUDIO_DRIVER_EMSCRIPTEN
#define SDL_AUDIO_DISABLED 1

#undef SDL_JOYSTICK_EMSCRIPTEN
#define SDL_JOYSTICK_DISABLED 1

#undef SDL_SENSOR_DUMMY
#define SDL_SENSOR_DISABLED 1

#undef SDL_LOADSO_DLOPEN
#define SDL_LOADSO_DISABLED 1

#undef SDL_POWER_EMSCRIPTEN
#define SDL_POWER_DISABLED 1

// No surface of SDL's is ever copied or converted: the page draws with OpenGL.
#define SDL_LEAN_AND_MEAN 1

#define SDL_RENDER_DISABLED 1
#define SDL_LOCALE_DISABLED 1
#define SDL_MISC_DISABLED 1

#endif
