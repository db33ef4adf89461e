// The module that VideoFile::create loads: libavformat and libavcodec bring ninety libraries with them, which
// a map that is only looked at would otherwise load, relocate and keep in memory.

#include "surface/video_file.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

#include <array>
#include <cassert>

namespace atlas::surface {

namespace {

constexpr int kThreads = 4;  // fixed: the encoder's answer depends on how many there are
constexpr const char* kEncoders[] = {"libx264", "libopenh264", "mpeg4"};

std::string errorText(int code) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

template <auto Free>
struct FreePointer {  // for libav's functions that take the pointer's address
    template <class T>
    void operator()(T* pointer) const {
        Free(&pointer);
    }
};

class LibavFile : public VideoFile {
  public:
    LibavFile() = default;
    ~LibavFile() override {
        if (format_ != nullptr) {
            avio_closep(&format_->pb);
            avformat_free_context(format_);
        }
        sws_freeContext(scaler_);
    }
    LibavFile(const LibavFile&) = delete;
    LibavFile& operator=(const LibavFile&) = delete;

    std::string open(const std::string& path, Size size, int rate);
    std::string add(const Image& image) override;
    std::string finish() override;

  private:
    std::string openEncoder(Size size, int rate);
    std::string encode(const AVFrame* picture);

    std::unique_ptr<AVCodecContext, FreePointer<avcodec_free_context>> codec_;
    std::unique_ptr<AVFrame, FreePointer<av_frame_free>> frame_;
    std::unique_ptr<AVPacket, FreePointer<av_packet_free>> packet_;
    AVFormatContext* format_ = nullptr;
    SwsContext* scaler_ = nullptr;
    AVStream* stream_ = nullptr;  // format_'s
    std::int64_t next_ = 0;
};

std::string LibavFile::openEncoder(Size size, int rate) {
    for (const char* candidate : kEncoders) {
        const AVCodec* encoder = avcodec_find_encoder_by_name(candidate);
        if (encoder == nullptr) continue;
        codec_.reset(avcodec_alloc_context3(encoder));
        codec_->width = size.width;
        codec_->height = size.height;
        codec_->time_base = {1, rate};
        codec_->framerate = {rate, 1};
        codec_->gop_size = rate * 2;
        codec_->pix_fmt = AV_PIX_FMT_YUV420P;
        codec_->color_range = AVCOL_RANGE_MPEG;
        codec_->colorspace = AVCOL_SPC_BT709;
        codec_->color_primaries = AVCOL_PRI_BT709;
        codec_->color_trc = AVCOL_TRC_BT709;
        codec_->thread_count = kThreads;
        codec_->flags |= AV_CODEC_FLAG_BITEXACT;
        if ((format_->oformat->flags & AVFMT_GLOBALHEADER) != 0) codec_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        if (std::string(candidate) == "libx264") {
            av_opt_set(codec_->priv_data, "preset", "medium", 0);
            av_opt_set(codec_->priv_data, "crf", "18", 0);
        } else {
            codec_->bit_rate = static_cast<std::int64_t>(size.width) * size.height * rate / 6;
        }
        if (avcodec_open2(codec_.get(), encoder, nullptr) == 0) {
            encoder_ = candidate;
            return {};
        }
        codec_.reset();
    }
    return "libavcodec has no encoder for H.264 or MPEG-4 that takes this size";
}

std::string LibavFile::open(const std::string& path, Size size, int rate) {
    av_log_set_level(AV_LOG_ERROR);
    if (const int code = avformat_alloc_output_context2(&format_, nullptr, "mp4", path.c_str()); code < 0)
        return errorText(code);
    if (std::string reason = openEncoder(size, rate); !reason.empty()) return reason;
    format_->flags |= AVFMT_FLAG_BITEXACT;
    stream_ = avformat_new_stream(format_, nullptr);
    if (stream_ == nullptr) return "out of memory";
    stream_->time_base = codec_->time_base;
    stream_->avg_frame_rate = codec_->framerate;
    int code = avcodec_parameters_from_context(stream_->codecpar, codec_.get());
    if (code >= 0) code = avio_open(&format_->pb, path.c_str(), AVIO_FLAG_WRITE);
    if (code >= 0) {
        AVDictionary* options = nullptr;
        av_dict_set(&options, "movflags", "+faststart", 0);  // plays before it is all there
        code = avformat_write_header(format_, &options);
        av_dict_free(&options);
    }
    if (code < 0) return errorText(code);
    frame_.reset(av_frame_alloc());
    packet_.reset(av_packet_alloc());
    frame_->format = codec_->pix_fmt;
    frame_->width = size.width;
    frame_->height = size.height;
    code = av_frame_get_buffer(frame_.get(), 0);
    scaler_ =
        sws_getContext(size.width, size.height, AV_PIX_FMT_RGB24, size.width, size.height, AV_PIX_FMT_YUV420P,
                       SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT, nullptr, nullptr, nullptr);
    if (code < 0 || scaler_ == nullptr) return "out of memory";
    const int* coefficients = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(scaler_, coefficients, 1, coefficients, 0, 0, 1 << 16, 1 << 16);
    return {};
}

std::string LibavFile::encode(const AVFrame* picture) {
    int code = avcodec_send_frame(codec_.get(), picture);
    while (code >= 0) {
        code = avcodec_receive_packet(codec_.get(), packet_.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return {};
        if (code < 0) break;
        av_packet_rescale_ts(packet_.get(), codec_->time_base, stream_->time_base);
        packet_->stream_index = stream_->index;
        code = av_interleaved_write_frame(format_, packet_.get());
    }
    return errorText(code);
}

std::string LibavFile::add(const Image& image) {
    assert(image.size.width == frame_->width && image.size.height == frame_->height);
    if (const int code = av_frame_make_writable(frame_.get()); code < 0) return errorText(code);
    const std::uint8_t* const rows[] = {image.pixels.data()};
    const int stride[] = {image.size.width * 3};
    sws_scale(scaler_, rows, stride, 0, image.size.height, frame_->data, frame_->linesize);
    frame_->pts = next_++;
    return encode(frame_.get());
}

std::string LibavFile::finish() {
    std::string reason = encode(nullptr);
    if (!reason.empty()) return reason;
    if (const int code = av_write_trailer(format_); code < 0) return errorText(code);
    if (const int code = avio_closep(&format_->pb); code < 0) return errorText(code);
    return {};
}

}  // namespace
}  // namespace atlas::surface

// As VideoFile::create looks for it.
extern "C" atlas::surface::VideoFile* atlasOpenVideo(const std::string& path, atlas::surface::Size size,
                                                     int framesPerSecond, std::string& reason) {
    auto file = std::make_unique<atlas::surface::LibavFile>();
    reason = file->open(path, size, framesPerSecond);
    return reason.empty() ? file.release() : nullptr;
}
