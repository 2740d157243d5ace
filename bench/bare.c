// The yardstick of bench/cold.py: the same libvips, called bare and tuned, in a loop.
//
//   bare SOURCE FORMAT SIDE[,SIDE...] COUNT
//
// Renders SOURCE to each SIDE, COUNT times, each with a decode of its own, and prints the CPU
// milliseconds that one of them took. Tuned: one thread, no operation cache, no colour transform, memory
// kept between calls (set MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=2000000000 MALLOC_ARENA_MAX=1).
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

typedef struct _VipsImage VipsImage;
int vips_init(const char *name);
void vips_concurrency_set(int threads);
void vips_cache_set_max(int operations);
int vips_thumbnail(const char *name, VipsImage **out, int width, ...);
int vips_webpsave_buffer(VipsImage *in, void **buffer, size_t *length, ...);
int vips_jpegsave_buffer(VipsImage *in, void **buffer, size_t *length, ...);
void g_object_unref(void *object);
void g_free(void *memory);
const char *vips_error_buffer(void);

static double cpu_ms(void) {
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e3 +
         (use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e3;
}

static void render(const char *source, const char *format, int side) {
  VipsImage *image;
  void *buffer;
  size_t length;
  int failed = vips_thumbnail(source, &image, side, "height", side, NULL);
  if (!failed)
    failed = strcmp(format, "webp") == 0
                 ? vips_webpsave_buffer(image, &buffer, &length, "Q", 85, "keep", 0, NULL)
                 : vips_jpegsave_buffer(image, &buffer, &length, "Q", 85, "keep", 0,
                                        "optimize_coding", 1, NULL);
  if (failed) {
    fprintf(stderr, "%s\n", vips_error_buffer());
    exit(1);
  }
  g_free(buffer);
  g_object_unref(image);
}

int main(int argc, char **argv) {
  if (argc != 5 || vips_init(argv[0])) return 2;
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  int count = atoi(argv[4]), sides[8], n = 0;
  for (char *side = strtok(argv[3], ","); side && n < 8; side = strtok(NULL, ","))
    sides[n++] = atoi(side);
  for (int i = 0; i < n; i++) render(argv[1], argv[2], sides[i]);
  double begun = cpu_ms();
  for (int round = 0; round < count; round++)
    for (int i = 0; i < n; i++) render(argv[1], argv[2], sides[i]);
  printf("%.2f\n", (cpu_ms() - begun) / count);
  return 0;
}
